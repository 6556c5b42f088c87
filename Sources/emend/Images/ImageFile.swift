import EmendCore
import EmendRaster
import EmendStore

/// The file of an image that the project knows.
struct ImageFile: Sendable {
  let image: StoredImage
  /// Absolute.
  let path: ImagePath

  init(_ image: StoredImage, in project: Project) {
    self.image = image
    path = project.absolutePath(of: image.path)
  }

  /// Decodes the image upright.
  ///
  /// - Parameters:
  ///   - decoder: with its limit of pixels.
  ///   - size: a JPEG may come out smaller, but never smaller than this; nil for all of it.
  /// - Returns: the image; its size is the upright one, or smaller as asked for.
  /// - Throws: ``ImageError`` that names the file when it is gone, damaged or another one by now.
  func decode(with decoder: ImageDecoder, atLeast size: ImageSize? = nil) throws(ImageError)
    -> PixelImage
  {
    try checkContent()
    let bytes = try FileBytes(path)
    do throws(ImageError) {
      return try bytes.withBytes { buffer throws(ImageError) in
        try decoder.decode(buffer, atLeast: size)
      }
    } catch {
      throw error.at(path)
    }
  }

  /// Decodes the image upright, to be looked at.
  ///
  /// - Throws: ``ImageError`` as above.
  func decode(with decoder: PartDecoder, zoom: Double) throws(ImageError) -> DecodedImage {
    try checkContent()
    guard let format = ImageFormat(rawValue: image.format) else {
      throw ImageError(.unknownFormat, "is a \(image.format) file; add it again", path: path)
    }
    let header = ImageHeader(
      format: format, rawSize: image.rawSize, orientation: image.orientation)
    return try decoder.decode(path, header, zoom: zoom)
  }

  /// A file of the same size and time is taken for the same one, as everywhere else on a system;
  /// of any other the content is compared.
  private func checkContent() throws(ImageError) {
    guard let status = FileStatus(path) else { return }
    if status.byteCount == image.byteCount, status.modified == image.modified { return }
    // A file that cannot be read is told of by the decoder, which comes next.
    guard let digest = try? Digest.sha256(file: path), digest != image.sha256 else { return }
    throw ImageError(
      .damaged, "is not the file that was added; add it by `emend add`, or put the old one back",
      path: path)
  }
}
