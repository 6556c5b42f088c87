import EmendCore
import EmendFormats
import EmendRaster
import Foundation

/// A YOLO dataset on disk.
struct YOLOSource {
  /// The absolute path of the folder that data.yaml is in.
  let folder: ImagePath
  /// The absolute path of data.yaml.
  private let file: String
  private let pixelLimit: Int

  /// - Throws: ``CommandFailure`` when a folder is given that has no data.yaml.
  init(_ path: String, pixelLimit: Int) throws {
    let absolute = AbsolutePath.of(path)
    let isFolder = FolderWalk.kind(of: ImagePath(absolute)) == .folder
    file = isFolder ? absolute + "/data.yaml" : absolute
    folder = ImagePath(FileName.folder(of: file))
    self.pixelLimit = pixelLimit
    guard FolderWalk.kind(of: ImagePath(file)) == .file else {
      throw CommandFailure(
        "\(ImagePath(file).display): there is no such file; give the dataset's data.yaml or the "
          + "folder that it is in")
    }
  }

  /// `plates/data.yaml`: nearly all are called data.yaml, so the folder tells them apart.
  var name: String { FileName.last(of: folder.text) + "/" + FileName.last(of: file) }

  /// - Throws: ``FormatError`` with the first problems and how many there are.
  func dataset(report: WorkReport) throws -> Dataset {
    let source = FolderSource(
      files: { place in
        // A folder that cannot be read is told of like one that is not there.
        let inside = FolderWalk.kind(of: absolute(place)) == .folder
        guard inside,
          let files = try? FolderWalk.files(below: absolute(place), where: { _ in true })
        else { return nil }
        return files.map(relative)
      },
      read: { FileManager.default.contents(atPath: absolute($0).text).map { [UInt8]($0) } },
      size: size)
    return try YOLOReader.read(try TextFile.bytes(file), file: name, from: source, report: report)
  }

  private func absolute(_ path: ImagePath) -> ImagePath {
    if path.bytes.first == UInt8(ascii: "/") { return path }
    return ImagePath(bytes: folder.bytes + [UInt8(ascii: "/")] + path.bytes)
  }

  private func relative(_ path: ImagePath) -> ImagePath {
    let prefix = folder.bytes + [UInt8(ascii: "/")]
    guard path.bytes.starts(with: prefix) else { return path }
    return ImagePath(bytes: Array(path.bytes.dropFirst(prefix.count)))
  }

  private func size(_ path: ImagePath) -> ImageSize? {
    // Why it cannot be read is told when its bytes are, which comes next.
    guard let bytes = try? FileBytes(absolute(path)) else { return nil }
    return try? bytes.withBytes { buffer throws(ImageError) in try ImageHeader.read(buffer) }.size
  }
}
