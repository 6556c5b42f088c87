import CWebP
import EmendCore

/// Decodes a WebP file, lossy or lossless.
///
/// The corresponding C function is `WebPDecodeRGBInto`.
func decodeWebP(_ bytes: UnsafeRawBufferPointer, size: ImageSize) throws(ImageError) -> PixelImage {
  try pixelImage(width: size.width, height: size.height) { pixels in
    let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    let decoded = WebPDecodeRGBInto(
      start, bytes.count, pixels.baseAddress, pixels.count, Int32(size.width * 3))
    return decoded != nil ? nil : .damaged("is a damaged WebP file (its pixels cannot be read)")
  }
}
