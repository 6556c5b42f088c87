import EmendCore
import Glibc

/// Reads the regions of one prediction.
///
/// Source: Label Studio's documentation of its result types, 2026; places and lengths are
/// hundredths of the image's width and height.
struct LabelStudioRegions {
  private(set) var answer = BackendAnswer()
  private let size: ImageSize
  /// The prediction's, for regions that have none.
  private let score: Double
  /// Where the object of a region is, for texts that come as regions of their own.
  private var places: [String: Int] = [:]

  init(size: ImageSize, score: Double?) {
    self.size = size
    // Servers give a mean, and some 0 for "not known"; neither may be out of range.
    self.score = score.map { min(1, max(0, $0)) } ?? 1
  }

  mutating func take(_ region: JSONValue) throws(Fault) {
    let type = region["type"]?.string ?? ""
    guard let value = region["value"] else { throw Fault("has no value") }
    switch type {
    case "rectanglelabels", "rectangle":
      try add(region, try rectangle(value), labels: value["rectanglelabels"])
    case "polygonlabels", "polygon":
      try add(region, try polygon(value), labels: value["polygonlabels"])
    case "brushlabels", "brush":
      try add(region, try mask(region, value), labels: value["brushlabels"])
    case "choices": try take(choices: value, of: region)
    case "textarea": take(text: value, of: region)
    default: answer.leftOut[type, default: 0] += 1
    }
  }

  private mutating func add(
    _ region: JSONValue, _ shape: Shape, labels: JSONValue?
  ) throws(Fault) {
    guard let label = labels?.array?.first?.string else { throw Fault("has no label") }
    let object = NamedObject(
      NamedScore(label: label, score: try score(of: region)), shape)
    if let id = region["id"]?.string { places[id] = answer.objects.count }
    answer.objects.append(object)
  }

  private func score(of region: JSONValue) throws(Fault) -> Double {
    let own = region["score"] ?? region["value"]?["score"]
    guard let own, own != .null else { return score }
    guard let value = own.double, (0...1).contains(value) else {
      throw Fault("has a score that is no number from 0 to 1")
    }
    return value
  }

  private mutating func take(choices value: JSONValue, of region: JSONValue) throws(Fault) {
    let score = try score(of: region)
    for choice in value["choices"]?.array ?? [] {
      guard let label = choice.string else { throw Fault("has a choice that is no text") }
      answer.labels.append(NamedScore(label: label, score: score))
    }
  }

  private mutating func take(text value: JSONValue, of region: JSONValue) {
    let lines = value["text"]?.array?.compactMap(\.string) ?? value["text"]?.string.map { [$0] }
    guard let lines, let id = region["id"]?.string, let place = places[id] else {
      answer.leftOut["textarea", default: 0] += 1
      return
    }
    // One line, because that is what a review shows and edits.
    answer.objects[place].text = lines.joined(separator: " ")
  }
}

// MARK: - Shapes

extension LabelStudioRegions {
  private func rectangle(_ value: JSONValue) throws(Fault) -> Shape {
    let numbers = ["x", "y", "width", "height"].compactMap { value[$0]?.double }
    guard numbers.count == 4, numbers[2] >= 0, numbers[3] >= 0 else {
      throw Fault("must have x, y, width and height in hundredths of the image")
    }
    let corner = point(numbers[0], numbers[1])
    let (width, height) = (
      numbers[2] / 100 * Double(size.width), numbers[3] / 100 * Double(size.height)
    )
    let turn = (value["rotation"]?.double ?? 0) * .pi / 180
    let box = Box(x: corner.x, y: corner.y, width: width, height: height)
    guard turn != 0 else { return try inside(.box(box)) }
    // Turned clockwise about its first corner.
    let (across, down) = (cos(turn), sin(turn))
    let ring = [(0, 0), (width, 0), (width, height), (0, height)].map { x, y in
      ImagePoint(x: corner.x + x * across - y * down, y: corner.y + x * down + y * across)
    }
    return try inside(.polygon(Polygon(rings: [ring])))
  }

  private func polygon(_ value: JSONValue) throws(Fault) -> Shape {
    let points = (value["points"]?.array ?? []).compactMap { pair -> ImagePoint? in
      let numbers = pair.array?.compactMap(\.double) ?? []
      return numbers.count == 2 ? point(numbers[0], numbers[1]) : nil
    }
    guard points.count >= 3, points.count == value["points"]?.array?.count else {
      throw Fault("must have points, three or more, of x and y in hundredths of the image")
    }
    return try inside(.polygon(Polygon(rings: [points])))
  }

  private func mask(_ region: JSONValue, _ value: JSONValue) throws(Fault) -> Shape {
    guard value["format"]?.string ?? "rle" == "rle", let list = value["rle"]?.array else {
      throw Fault("must have a mask of the format rle")
    }
    if let width = region["original_width"]?.integer,
      let height = region["original_height"]?.integer,
      (width, height) != (size.width, size.height)
    {
      throw Fault("is a mask of \(width)x\(height), and the image has \(size.width)x\(size.height)")
    }
    let bytes = list.compactMap { $0.integer.flatMap(UInt8.init(exactly:)) }
    guard bytes.count == list.count else { throw Fault("has an rle that is no list of bytes") }
    do throws(Fault) {
      return .mask(try BrushRuns.mask(bytes, size: size))
    } catch {
      throw Fault("has an rle that \(error.sentence)")
    }
  }

  private func point(_ x: Double, _ y: Double) -> ImagePoint {
    ImagePoint(x: x / 100 * Double(size.width), y: y / 100 * Double(size.height))
  }

  private func inside(_ shape: Shape) throws(Fault) -> Shape {
    guard !shape.isOutside(size) else { throw Fault("lies outside its image") }
    return shape
  }
}
