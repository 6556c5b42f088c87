import CPNG
import EmendCore

/// Decodes a PNG file, whatever its depth, colour type and interlacing.
///
/// The corresponding C function is `png_read_row`.
func decodePNG(_ bytes: UnsafeRawBufferPointer, size: ImageSize) throws(ImageError) -> PixelImage {
  try pixelImage(width: size.width, height: size.height) { pixels in
    var message = emend_png_message()
    let isDecoded = emend_png_decode(
      bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, UInt32(size.width),
      UInt32(size.height), pixels.baseAddress, &message)
    return isDecoded == 1 ? nil : .damaged("is a damaged PNG file (\(sentence(message)))")
  }
}

/// libpng's words as text that is fit for a terminal: it may quote a chunk's name.
func sentence(_ message: emend_png_message) -> String {
  withUnsafeBytes(of: message.text) { bytes in
    ImagePath(bytes: Array(bytes.prefix { $0 != 0 })).display
  }
}
