import CWebP
import EmendCore

extension ImageHeader {
  /// Reads the size by libwebp and looks for the EXIF chunk.
  ///
  /// The corresponding C function is `WebPGetFeatures`.
  static func webp(_ reader: ByteReader) throws(ImageError) -> ImageHeader {
    var features = WebPBitstreamFeatures()
    let start = reader.bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
    guard WebPGetFeatures(start, reader.count, &features) == VP8_STATUS_OK else {
      throw .damaged("is a WebP file whose header is cut or changed")
    }
    guard features.has_animation == 0 else {
      throw ImageError(.unsupported, "is an animated WebP file; save one frame of it as an image")
    }
    var chunks = reader
    chunks.order = .little
    var (at, orientation) = (12, 1)
    while let length = chunks.number(at + 4, size: 4), orientation == 1 {
      if chunks.has("EXIF", at) {
        orientation = exifOrientation(in: chunks.part(at + 8, length))
      }
      at += 8 + length + length % 2
    }
    return ImageHeader(
      format: .webp,
      rawSize: ImageSize(width: Int(features.width), height: Int(features.height)),
      orientation: orientation)
  }
}
