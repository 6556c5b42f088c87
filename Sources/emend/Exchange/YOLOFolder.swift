import EmendCore
import EmendFormats
import EmendTerminal

/// Writes a YOLO dataset as a new folder: whole, or not at all.
struct YOLOFolder {
  /// How images get into the folder.
  enum Images {
    /// As symbolic links to where they are; Ultralytics goes by the link's path, not its target's.
    case linked
    case copied
  }

  /// The absolute path, at which there is nothing yet or an empty folder.
  let path: ImagePath
  let images: Images

  /// - Parameters:
  ///   - export: what the folder is to hold.
  ///   - files: for each image of `export` where it is.
  /// - Throws: ``CommandFailure``; then nothing is left behind.
  func write(_ export: YOLOExport, files: [ImagePath]) throws {
    guard FolderFiles.isFree(path) else {
      throw CommandFailure(
        "\(path.display): is there already and not an empty folder; give a new one, or remove it")
    }
    let partial = FolderFiles(
      root: ImagePath(bytes: path.bytes + Array(".partial".utf8)))
    do {
      try fill(partial, export, files)
      try partial.move(to: path)
    } catch {
      partial.remove()
      throw error
    }
  }

  private func fill(_ folder: FolderFiles, _ export: YOLOExport, _ files: [ImagePath]) throws {
    for file in export.files { try folder.write(file.bytes, to: file.path) }
    var progress = ProgressBar("exporting", total: files.count, unit: "images")
    for (image, file) in zip(export.images, files) {
      if Interrupt.wasAsked { throw CommandFailure("stopped; nothing was written") }
      switch images {
      case .linked: try folder.link(image.target, to: file)
      case .copied: try folder.copy(file, to: image.target)
      }
      progress.advance()
    }
  }
}
