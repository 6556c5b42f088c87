import CPNG

extension PixelImage {
  /// The image as a PNG file.
  ///
  /// The corresponding C function is `png_write_row`.
  /// - Throws: ``ImageError/Code/unwritable`` for an image without pixels.
  /// - Complexity: O(pixels)
  public func pngBytes() throws(ImageError) -> [UInt8] {
    let file = PNGFile()
    var message = emend_png_message()
    let isEncoded = emend_png_encode(
      pixels, UInt32(width), UInt32(height),
      PNGFile.append, Unmanaged.passUnretained(file).toOpaque(), &message)
    guard isEncoded == 1 else {
      throw ImageError(.unwritable, "cannot be written as PNG (\(sentence(message)))")
    }
    return withExtendedLifetime(file) { file.bytes }
  }
}

/// A box for the bytes, which a C callback reaches by its address.
final class PNGFile {
  private(set) var bytes: [UInt8] = []

  /// Takes the next piece of the file; the context is a `PNGFile`.
  static let append: emend_png_sink = { context, bytes, count in
    guard let context, let bytes else { return 0 }
    Unmanaged<PNGFile>.fromOpaque(context).takeUnretainedValue().bytes
      .append(contentsOf: UnsafeBufferPointer(start: bytes, count: count))
    return 1
  }
}
