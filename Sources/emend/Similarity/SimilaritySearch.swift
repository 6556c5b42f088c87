import EmendCore
import EmendFormats
import EmendLearning
import EmendStore
import EmendTerminal

/// Looks for similar images among the vectors of a project.
struct SimilaritySearch {
  let opened: OpenProject
  let embedder: Embedder

  /// The images or objects most like an image, which need not be in the project.
  ///
  /// - Throws: ``CommandFailure`` where nothing has a vector, or there is no such file.
  func neighbours(
    of name: String, among part: Project.EmbeddedPart, _ limit: Int
  ) throws -> SimilarImages {
    let images = try opened.project.images()
    let path = AbsolutePath.of(name)
    let known = try known(name, path, among: images)
    let table = try table(part)
    let vector = try vector(of: known, ImagePath(path))
    let found = try Waiting.show("comparing") { _ in
      try table.neighbours(of: vector, limit: limit, except: known?.id)
    }
    let names = Dictionary(
      images.map { ($0.id, $0.path) }, uniquingKeysWith: { first, _ in first })
    return SimilarImages(
      image: known?.path ?? ImagePath(path), model: embedder.model.name,
      compared: table.places.count,
      neighbours: found.map { neighbour in
        let place = table.places[neighbour.index]
        return SimilarImages.Neighbour(
          image: names[place.image] ?? ImagePath(""), box: part == .objects ? place.box : nil,
          similarity: neighbour.similarity)
      })
  }

  /// The project's image at a path, or the only one that ends so.
  private func known(
    _ name: String, _ path: String, among images: [StoredImage]
  ) throws -> StoredImage? {
    let exact = images.first {
      opened.project.absolutePath(of: $0.path).text == path || $0.path.display == name
    }
    if let exact { return exact }
    let ending = images.filter { $0.path.display.hasSuffix("/\(name)") }
    guard ending.count < 2 else {
      let shown = ending.prefix(3).map(\.path.display).joined(separator: ", ")
      throw CommandFailure("\(ending.count) images are called \(name): \(shown); give its path")
    }
    return ending.first
  }

  /// The one kept of an image of the project, else a new one.
  private func vector(of known: StoredImage?, _ path: ImagePath) throws -> [Float] {
    guard let known else { return try embedder.vector(ofFile: path) }
    let whole = Shape.image(known.size).bounds
    if let kept = try opened.project.embedding(
      of: known.id, whole, model: embedder.model.sha256)
    {
      return kept.vector
    }
    let file = ImageFile(known, in: opened.project)
    return try embedder.vectors(of: [(file, [whole])])[0].get()[0].vector
  }

  /// Groups of images that are nearly the same.
  ///
  /// - Throws: ``CommandFailure`` where nothing has a vector, and when ctrl+c was pressed.
  func duplicates(threshold: Double) throws -> DuplicateImages {
    let table = try table(.images)
    var progress = ProgressBar("comparing", total: table.places.count, unit: "images")
    var done = 0
    let groups = table.vectors?.duplicates(threshold: threshold) { compared in
      progress.advance(by: compared - done)
      done = compared
      return !Interrupt.wasAsked
    }
    guard let groups else { throw CommandFailure("stopped; nothing was found so far") }
    let names = Dictionary(
      try opened.project.images().map { ($0.id, $0.path) },
      uniquingKeysWith: { first, _ in first })
    return DuplicateImages(
      model: embedder.model.name, threshold: threshold, images: table.places.count,
      groups: groups.map { $0.compactMap { names[table.places[$0].image] } })
  }

  private func table(_ part: Project.EmbeddedPart) throws -> VectorTable {
    let table = try Waiting.show("reading vectors") { _ in
      try VectorTable(part, of: embedder.model, in: opened.project)
    }
    let (noun, command) =
      part == .images ? ("image", "emend embed") : ("object", "emend embed --objects")
    let missing = try opened.project.toEmbed(part, model: embedder.model.sha256)
      .reduce(0) { $0 + $1.boxes.count }
    guard table.vectors != nil else {
      throw CommandFailure("no \(noun) has a vector of \(embedder.model.name); run `\(command)`")
    }
    if missing > 0 {
      Console.note("\(Words.count(missing, noun)) without a vector left out; run `\(command)`")
    }
    return table
  }
}

/// What is like an image.
struct SimilarImages {
  struct Neighbour {
    var image: ImagePath
    /// Of an object.
    var box: Box?
    var similarity: Double
  }

  var image: ImagePath
  var model: String
  var compared: Int
  var neighbours: [Neighbour]

  var text: String {
    guard !neighbours.isEmpty else { return "nothing else has a vector" }
    var table = Table(["similarity", "image", ""])
    for neighbour in neighbours {
      table.add([
        FixedPoint.text(neighbour.similarity, decimals: 3), neighbour.image.display,
        neighbour.box.map(Self.text) ?? "",
      ])
    }
    return table.text
  }

  private static func text(_ box: Box) -> String {
    let sides = [box.x, box.y, box.width, box.height].map { FixedPoint.text($0, decimals: 0) }
    return "\(sides[2])x\(sides[3]) at \(sides[0]), \(sides[1])"
  }

  var json: JSONValue {
    .object([
      .init("image", .string(image.encoded)), .init("model", .string(model)),
      .init("compared", .number(compared)),
      .init(
        "neighbours",
        .array(
          neighbours.map { neighbour in
            let box = neighbour.box.map { box -> [JSONValue.Member] in
              let sides = [box.x, box.y, box.width, box.height]
              return [.init("box", .array(sides.map { .number($0) }))]
            }
            return .object(
              [
                .init("image", .string(neighbour.image.encoded)),
                .init("similarity", .number(neighbour.similarity)),
              ] + (box ?? []))
          })),
    ])
  }
}

/// Images that are nearly the same.
struct DuplicateImages {
  var model: String
  var threshold: Double
  var images: Int
  var groups: [[ImagePath]]

  var text: String {
    let least = FixedPoint.text(threshold, decimals: 3)
    let all = groups.reduce(0) { $0 + $1.count }
    let heading =
      "\(Words.count(groups.count, "group")) of \(Words.count(all, "image")) from similarity "
      + "\(least) on, of \(Words.count(images, "image"))"
    let lines = groups.enumerated().flatMap { index, group in
      ["", "\(index + 1):"] + group.map { "  \($0.display)" }
    }
    return ([heading] + lines).joined(separator: "\n")
  }

  var json: JSONValue {
    .object([
      .init("model", .string(model)), .init("threshold", .number(threshold)),
      .init("images", .number(images)),
      .init(
        "groups", .array(groups.map { .array($0.map { .string($0.encoded) }) })),
    ])
  }
}
