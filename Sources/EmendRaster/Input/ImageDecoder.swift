public import EmendCore

/// Turns a JPEG, PNG or WebP file into upright pixels.
///
/// Colours are those that OpenCV's `imread(IMREAD_COLOR)` gives: alpha is dropped and not
/// blended, 16 bits are cut to the upper 8, grey is repeated, colour profiles are not applied.
public struct ImageDecoder: Sendable {
  /// Images with more pixels than this are refused before memory is taken for them.
  public var pixelLimit: Int

  public init(pixelLimit: Int = 500_000_000) { self.pixelLimit = pixelLimit }

  /// The upright image.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - atLeast: what is needed in the upright space; a JPEG may then come out smaller by 2, 4
  ///     or 8, but no smaller than this in either direction. Nil asks for every pixel.
  /// - Returns: every pixel, or those of a smaller decoding.
  /// - Throws: ``ImageError``, without the path. A file that is cut short is refused and never
  ///   half shown: training on a half grey image is wrong.
  /// - Complexity: O(pixels of the file)
  public func decode(
    _ bytes: UnsafeRawBufferPointer, atLeast: ImageSize? = nil
  ) throws(ImageError) -> PixelImage {
    let header = try ImageHeader.read(bytes)
    try checkSize(header.rawSize)
    let raw: PixelImage =
      switch header.format {
      case .jpeg: try decodeJPEG(bytes, header: header, atLeast: atLeast)
      case .png: try decodePNG(bytes, size: header.rawSize)
      case .webp: try decodeWebP(bytes, size: header.rawSize)
      }
    return raw.upright(from: header.orientation)
  }

  func checkSize(_ size: ImageSize) throws(ImageError) {
    let (pixels, overflow) = size.width.multipliedReportingOverflow(by: size.height)
    guard !overflow, pixels <= pixelLimit else {
      throw ImageError(
        .tooLarge,
        "has \(size.width)x\(size.height) pixels, more than the limit of \(pixelLimit); "
          + "raise the limit or make it smaller")
    }
  }
}

/// Memory for `width * height` pixels, filled by `fill`, which answers nil when all went well.
///
/// The memory is not cleared first, so that a file that lies about its size costs no time.
func pixelImage(
  width: Int, height: Int, fill: (UnsafeMutableBufferPointer<UInt8>) -> ImageError?
) throws(ImageError) -> PixelImage {
  var failure: ImageError?
  let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 3) { buffer, count in
    failure = fill(UnsafeMutableBufferPointer(rebasing: buffer[..<(width * height * 3)]))
    count = failure == nil ? width * height * 3 : 0
  }
  if let failure { throw failure }
  return PixelImage(width: width, height: height, pixels: pixels)
}
