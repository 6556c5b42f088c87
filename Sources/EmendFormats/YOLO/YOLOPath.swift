import EmendCore

/// How paths go together in a YOLO dataset.
enum YOLOPath {
  /// The suffixes that Ultralytics takes for images (8.4, `data/utils.py`, `IMG_FORMATS`).
  static let imageSuffixes: Set<String> = [
    "avif", "bmp", "dng", "heic", "heif", "jp2", "jpeg", "jpeg2000", "jpg", "mpo", "png", "tif",
    "tiff", "webp",
  ]

  private static let slash = UInt8(ascii: "/")
  private static let dot = UInt8(ascii: ".")

  static func isImage(_ path: ImagePath) -> Bool {
    guard let suffix = suffixStart(path.bytes) else { return false }
    let text = String(decoding: path.bytes[(suffix + 1)...], as: UTF8.self)
    return imageSuffixes.contains(text.lowercased())
  }

  /// Where the image's rows are: the last `/images/` becomes `/labels/`, the suffix `.txt`.
  static func labels(of image: ImagePath) -> ImagePath {
    var bytes = [slash] + image.bytes
    let (from, to) = (Array("/images/".utf8), Array("/labels/".utf8))
    let starts = bytes.indices.dropLast(from.count - 1)
    if let start = starts.last(where: { bytes[$0...].starts(with: from) }) {
      bytes.replaceSubrange(start..<start + from.count, with: to)
    }
    if let suffix = suffixStart(bytes) { bytes.removeSubrange(suffix...) }
    return ImagePath(bytes: Array(bytes.dropFirst()) + Array(".txt".utf8))
  }

  /// `entry` seen from `folder`, without `.` and `x/..`.
  static func join(_ folder: [UInt8], _ entry: [UInt8]) -> ImagePath {
    let joined = entry.first == slash ? entry : folder + [slash] + entry
    let isAbsolute = (folder.isEmpty ? entry : joined).first == slash
    var parts: [ArraySlice<UInt8>] = []
    for part in joined.split(separator: slash) where part != [dot] {
      if part == [dot, dot], let last = parts.last, last != [dot, dot] {
        parts.removeLast()
      } else if part != [dot, dot] || !isAbsolute {
        parts.append(part)
      }
    }
    let path = Array(parts.joined(separator: [slash]))
    return ImagePath(bytes: isAbsolute ? [slash] + path : path)
  }

  /// The folder that a path is in; empty for a bare name.
  static func folder(of path: ImagePath) -> [UInt8] {
    guard let end = path.bytes.lastIndex(of: slash) else { return [] }
    return Array(path.bytes[..<end])
  }

  /// Whether a path stays below the folder that it is relative to.
  static func isInside(_ path: ImagePath) -> Bool {
    path.bytes.first != slash && !path.bytes.split(separator: slash).contains([dot, dot])
  }

  /// `images/<split>/` and the path, unless it starts so.
  ///
  /// What would lead out of that folder is dropped, and so are further folders called `images`,
  /// which would draw the rows out of the folder `labels`.
  static func target(of path: ImagePath, split: String) -> ImagePath {
    let folder = Array("images/\(split)/".utf8)
    let inside = path.bytes.dropFirst(path.bytes.starts(with: folder) ? folder.count : 0)
    let parts = inside.split(separator: slash).filter { part in
      part != [dot] && part != [dot, dot] && !part.elementsEqual("images".utf8)
    }
    return ImagePath(bytes: folder + parts.joined(separator: [slash]))
  }

  /// `a.jpg` as `a-2.jpg`.
  static func numbered(_ path: ImagePath, _ number: Int) -> ImagePath {
    let suffix = suffixStart(path.bytes) ?? path.bytes.endIndex
    return ImagePath(
      bytes: path.bytes[..<suffix] + Array("-\(number)".utf8) + path.bytes[suffix...])
  }

  /// Where the last name's suffix starts, if it has one.
  private static func suffixStart(_ bytes: [UInt8]) -> Int? {
    let name = bytes.lastIndex(of: slash).map { $0 + 1 } ?? bytes.startIndex
    guard let last = bytes[name...].lastIndex(of: dot), last > name else { return nil }
    return last
  }
}
