import EmendCore
import EmendStore
import EmendTerminal

/// Looks whether the image files are where they were, with the bytes that they had.
struct ImageCheck {
  let project: Project

  /// One sentence for each file that is gone or is another one by now; gone ones leave the queue.
  func run() throws -> [String] {
    let images = try project.images()
    var findings: [String] = []
    var progress = ProgressBar("looking", total: images.count, unit: "images")
    for image in images {
      if let finding = try finding(image) { findings.append(finding) }
      progress.advance()
    }
    _ = try project.markMissing()
    return findings
  }

  /// A file of the same size and time is taken for the same one, as everywhere else on a system.
  private func finding(_ image: StoredImage) throws -> String? {
    let path = project.absolutePath(of: image.path)
    guard let status = FileStatus(path) else {
      return "\(path.display): gone; put it back, or `emend add` the folder it was moved to"
    }
    if status.byteCount == image.byteCount, status.modified == image.modified { return nil }
    guard try Digest.sha256(file: path) != image.sha256 else { return nil }
    return "\(path.display): not the file that was added; `emend add` it, or put the old one back"
  }
}
