public import EmendCore

/// The formats that are read.
public enum ImageFormat: String, CaseIterable, Hashable, Sendable {
  case jpeg
  case png
  case webp
}

/// What a file says of its picture before anything is decoded.
public struct ImageHeader: Hashable, Sendable {
  public var format: ImageFormat
  /// As stored, before the orientation is applied.
  public var rawSize: ImageSize
  /// EXIF's `1...8`; 1 is upright.
  public var orientation: Int

  public init(format: ImageFormat, rawSize: ImageSize, orientation: Int = 1) {
    self.format = format
    self.rawSize = rawSize
    self.orientation = orientation
  }

  /// The size of the upright image.
  public var size: ImageSize {
    orientation >= 5 ? ImageSize(width: rawSize.height, height: rawSize.width) : rawSize
  }

  /// Reads the header of a JPEG, PNG or WebP file and its EXIF orientation.
  ///
  /// - Parameter bytes: the whole file, for the orientation may stand behind the pixels.
  /// - Returns: a header with a size above zero.
  /// - Throws: ``ImageError``: unknown format, damaged or unsupported.
  /// - Complexity: O(segments of the file); takes no memory.
  public static func read(_ bytes: UnsafeRawBufferPointer) throws(ImageError) -> ImageHeader {
    let reader = ByteReader(bytes: bytes)
    let header: ImageHeader
    if reader.number(0, size: 3) == 0xffd8ff {
      header = try jpeg(reader)
    } else if reader.number(0, size: 4) == 0x8950_4e47 {
      header = try png(reader)
    } else if reader.has("RIFF", 0), reader.has("WEBP", 8) {
      header = try webp(reader)
    } else {
      throw foreign(reader)
    }
    guard header.rawSize.width > 0, header.rawSize.height > 0 else {
      throw .damaged(
        "its header gives a size of \(header.rawSize.width)x\(header.rawSize.height) pixels")
    }
    return header
  }

  /// Refuses other formats by name, so that the reader knows what to convert.
  private static func foreign(_ reader: ByteReader) -> ImageError {
    guard reader.count > 0 else { return .damaged("is empty") }
    let name: String? =
      if reader.has("GIF8", 0) {
        "GIF"
      } else if reader.has("II*\0", 0) || reader.has("MM\0*", 0) {
        "TIFF"
      } else if reader.has("BM", 0) {
        "BMP"
      } else if reader.has("ftypavif", 4) || reader.has("ftypavis", 4) {
        "AVIF"
      } else if reader.has("ftyp", 4) {
        "HEIC or another ISO media file"
      } else if reader.number(0, size: 2) == 0xff0a || reader.has("JXL ", 4) {
        "JPEG XL"
      } else if reader.has("jP  ", 4) || reader.number(0, size: 4) == 0xff4f_ff51 {
        "JPEG 2000"
      } else if reader.has("%PDF", 0) {
        "PDF"
      } else {
        nil
      }
    return ImageError(
      .unknownFormat,
      "is \(name ?? "not an image that emend knows"); convert it to JPEG, PNG or WebP")
  }
}
