import EmendCore
import EmendFormats
import EmendRaster
import EmendStore
import EmendTerminal

/// Finds the images that a file of another program names.
struct ImageFinder {
  /// One image that was found.
  struct Found {
    /// Nil where only the project knows the file.
    var file: NewImage?
    /// Nil where the project does not have the image yet.
    var stored: StoredImage?

    var sha256: String { file?.sha256 ?? stored?.sha256 ?? "" }
    /// Of the upright image.
    var size: ImageSize? { file?.size ?? stored?.size }
  }

  enum Answer {
    case found(Found)
    case missing
    case unreadable(ImageError)
  }

  /// Where to look for paths that are relative, in this order.
  let folders: [ImagePath]
  private let intake: ImageIntake
  private let byDigest: [String: StoredImage]
  private let byPath: [ImagePath: StoredImage]
  private let byName: [[UInt8]: [StoredImage]]

  /// Where the images of a file may be: in `images`, or beside it and in its folder `images`.
  static func folders(near file: String, _ images: String?) -> [ImagePath] {
    if let images { return [ImagePath(AbsolutePath.of(images))] }
    let folder = FileName.folder(of: file)
    return [ImagePath(folder), ImagePath(folder + "/images")]
  }

  init(_ opened: OpenProject, folders: [ImagePath]) throws {
    self.folders = folders
    intake = ImageIntake(
      project: opened.project, pixelLimit: opened.settings.images.pixelLimit, split: .pool)
    let images = try opened.project.images()
    let current = images.filter { $0.presence != .changed }
    byDigest = Dictionary(images.map { ($0.sha256, $0) }, uniquingKeysWith: { first, _ in first })
    byPath = Dictionary(current.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    byName = Dictionary(grouping: current) { Self.name($0.path) }
  }

  /// The answers in the order of the paths.
  ///
  /// An image is known by its content; only where its file is not found does its path in the
  /// project stand for it.
  func find(_ paths: [ImagePath]) -> [Answer] {
    let places = paths.map(place)
    var read = results(places.compactMap(\.self)).makeIterator()
    return zip(paths, places).map { path, place in
      guard place != nil, let result = read.next() else { return known(path) }
      switch result {
      case .success(let file):
        return .found(Found(file: file, stored: byDigest[file.sha256]))
      case .failure(let error): return .unreadable(error)
      }
    }
  }

  private func results(_ files: [ImagePath]) -> [Result<NewImage, ImageError>] {
    var progress = ProgressBar("reading", total: files.count, unit: "images")
    var results: [Result<NewImage, ImageError>] = []
    for start in stride(from: 0, to: files.count, by: 500) {
      let part = Array(files[start..<min(start + 500, files.count)])
      results += intake.readAll(part)
      progress.advance(by: part.count)
    }
    return results
  }

  private func place(of path: ImagePath) -> ImagePath? {
    let candidates =
      path.bytes.first == UInt8(ascii: "/")
      ? [path]
      : folders.map { ImagePath(bytes: $0.bytes + [UInt8(ascii: "/")] + path.bytes) }
    return candidates.first { FolderWalk.kind(of: $0) == .file }
  }

  /// The project's image at a path, or at the only one that ends so.
  private func known(_ path: ImagePath) -> Answer {
    if let exact = byPath[path] { return .found(Found(stored: exact)) }
    let ends = byName[Self.name(path), default: []].filter {
      $0.path.bytes.suffix(path.bytes.count + 1) == [UInt8(ascii: "/")] + path.bytes
    }
    guard let only = ends.first, ends.count == 1 else { return .missing }
    return .found(Found(stored: only))
  }

  private static func name(_ path: ImagePath) -> [UInt8] {
    path.bytes.split(separator: UInt8(ascii: "/")).last.map(Array.init) ?? path.bytes
  }
}
