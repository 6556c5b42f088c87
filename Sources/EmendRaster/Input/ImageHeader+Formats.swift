import EmendCore

extension ImageHeader {
  /// Walks the markers up to the frame header.
  ///
  /// - Source: ITU-T T.81, annex B.
  static func jpeg(_ reader: ByteReader) throws(ImageError) -> ImageHeader {
    var (at, orientation) = (2, 1)
    while let prefix = reader.byte(at), let marker = reader.byte(at + 1) {
      guard prefix == 0xff else { break }
      // 0xff may be repeated as filling; 0x01 and 0xd0...0xd8 have no length.
      if marker == 0xff {
        at += 1
        continue
      }
      if marker == 0x01 || (0xd0...0xd8).contains(marker) {
        at += 2
        continue
      }
      guard let length = reader.number(at + 2, size: 2), length >= 2 else { break }
      if isFrame(marker) {
        guard let height = reader.number(at + 5, size: 2),
          let width = reader.number(at + 7, size: 2)
        else { break }
        return ImageHeader(
          format: .jpeg, rawSize: ImageSize(width: width, height: height),
          orientation: orientation)
      }
      if marker == 0xe1, orientation == 1, reader.has("Exif\0\0", at + 4) {
        orientation = exifOrientation(in: reader.part(at + 4, length - 2))
      }
      if marker == 0xda || marker == 0xd9 { break }
      at += 2 + length
    }
    throw .damaged("is a JPEG file without a size (its header is cut or changed)")
  }

  /// SOF0 to SOF15, without the tables and the arithmetic conditioning that share the range.
  private static func isFrame(_ marker: Int) -> Bool {
    (0xc0...0xcf).contains(marker) && marker != 0xc4 && marker != 0xc8 && marker != 0xcc
  }

  /// Reads IHDR and looks for eXIf.
  ///
  /// - Source: PNG specification, third edition.
  static func png(_ reader: ByteReader) throws(ImageError) -> ImageHeader {
    guard reader.number(4, size: 4) == 0x0d0a_1a0a, reader.has("IHDR", 12),
      let width = reader.number(16, size: 4), let height = reader.number(20, size: 4)
    else { throw .damaged("is a PNG file whose header is cut or changed") }
    guard width <= 0x7fff_ffff, height <= 0x7fff_ffff else {
      throw .damaged("its header gives a size of \(width)x\(height) pixels")
    }
    var (at, orientation) = (8, 1)
    while let length = reader.number(at, size: 4), orientation == 1 {
      if reader.has("eXIf", at + 4) {
        orientation = exifOrientation(in: reader.part(at + 8, length))
      }
      at += 12 + length
    }
    return ImageHeader(
      format: .png, rawSize: ImageSize(width: width, height: height), orientation: orientation)
  }
}
