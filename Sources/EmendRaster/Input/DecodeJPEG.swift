import CTurboJPEG
import EmendCore

/// Decodes a JPEG file by TurboJPEG, scaled down by 2, 4 or 8 where `atLeast` allows it.
///
/// - Returns: the image as stored, not turned.
func decodeJPEG(
  _ bytes: UnsafeRawBufferPointer, header: ImageHeader, atLeast: ImageSize?
) throws(ImageError) -> PixelImage {
  let decoder = try JPEGHandle()
  let scale = jpegScale(of: header, atLeast: atLeast)
  let width = (header.rawSize.width + scale - 1) / scale
  let height = (header.rawSize.height + scale - 1) / scale
  if try decoder.isCMYK(bytes) {
    let inks = try pixels(of: 4)
    return try pixelImage(width: width, height: height) { pixels in
      inks.withUnsafeBufferPointer { mixInks($0, into: pixels) }
      return nil
    }
  }
  return PixelImage(width: width, height: height, pixels: try pixels(of: 3))

  func pixels(of channels: Int) throws(ImageError) -> [UInt8] {
    var failure: ImageError?
    let count = width * height * channels
    let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      failure = decoder.decode(
        bytes, into: buffer.baseAddress, width: width, height: height, channels: channels)
      filled = failure == nil ? count : 0
    }
    if let failure { throw failure }
    return pixels
  }
}

/// The largest of 1, 2, 4 and 8 that leaves at least `atLeast` upright pixels.
///
/// TurboJPEG also offers eighths such as 3/8; only these four have fast code.
func jpegScale(of header: ImageHeader, atLeast: ImageSize?) -> Int {
  guard let atLeast else { return 1 }
  let size = header.size
  for scale in [8, 4, 2]
  where (size.width + scale - 1) / scale >= atLeast.width
    && (size.height + scale - 1) / scale >= atLeast.height
  {
    return scale
  }
  return 1
}

/// Mixes cyan, magenta, yellow and black, all stored inverted as Adobe does.
///
/// Pillow and OpenCV take every four-channel JPEG for inverted; so does this. The rounding is
/// Pillow's (`Convert.c`, `cmyk2rgb`), which is exact where OpenCV's shift is off by one.
func mixInks(
  _ inks: UnsafeBufferPointer<UInt8>, into pixels: UnsafeMutableBufferPointer<UInt8>
) {
  for pixel in 0..<inks.count / 4 {
    let black = Int(inks[pixel * 4 + 3])
    for channel in 0..<3 {
      let product = (255 - Int(inks[pixel * 4 + channel])) * black + 128
      pixels[pixel * 3 + channel] = UInt8(max(0, black - ((product >> 8) + product) >> 8))
    }
  }
}

/// One TurboJPEG decompressor.
private struct JPEGHandle: ~Copyable {
  private let raw: tjhandle

  /// The corresponding C function is `tjInitDecompress`.
  init() throws(ImageError) {
    guard let raw = tjInitDecompress() else {
      throw ImageError(.unreadable, "cannot be decoded: out of memory; close other programs")
    }
    self.raw = raw
  }

  deinit { tjDestroy(raw) }

  /// The corresponding C function is `tjDecompressHeader3`.
  func isCMYK(_ bytes: UnsafeRawBufferPointer) throws(ImageError) -> Bool {
    var (width, height, subsampling, space): (Int32, Int32, Int32, Int32) = (0, 0, 0, -1)
    // It fails on rare sampling factors that decode well; the colour space is set all the same.
    let status = tjDecompressHeader3(
      raw, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt(bytes.count), &width,
      &height, &subsampling, &space)
    guard status == 0 || width > 0 else { throw damage() }
    return space == TJCS_CMYK.rawValue || space == TJCS_YCCK.rawValue
  }

  /// Fills `pixels`; nil when all went well.
  ///
  /// It stops at the first complaint, so that a short file with a large size in its header costs
  /// neither time nor memory, and goes on only where the complaint is known to be harmless.
  func decode(
    _ bytes: UnsafeRawBufferPointer, into pixels: UnsafeMutablePointer<UInt8>?, width: Int,
    height: Int, channels: Int
  ) -> ImageError? {
    let format = channels == 4 ? TJPF_CMYK : TJPF_RGB
    let isClean = decompress(
      bytes, into: pixels, width: width, height: height, format: format,
      flags: TJFLAG_STOPONWARNING)
    if isClean { return nil }
    guard isHarmless(bytes) else { return damage() }
    _ = decompress(bytes, into: pixels, width: width, height: height, format: format, flags: 0)
    return isHarmless(bytes) ? nil : damage()
  }

  /// The corresponding C function is `tjDecompress2`.
  private func decompress(
    _ bytes: UnsafeRawBufferPointer, into pixels: UnsafeMutablePointer<UInt8>?, width: Int,
    height: Int, format: TJPF, flags: Int32
  ) -> Bool {
    tjDecompress2(
      raw, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt(bytes.count), pixels,
      Int32(width), 0, Int32(height), format.rawValue,
      TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS | flags) == 0
  }

  /// Whether what TurboJPEG complains of first leaves every pixel as it should be.
  ///
  /// Samsung cameras write odd scan parameters, others fill up before the end marker. Later
  /// warnings are not kept, so the end marker must be there too.
  private func isHarmless(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard tjGetErrorCode(raw) == TJERR_WARNING.rawValue else { return false }
    let warning = String(cString: tjGetErrorStr2(raw))
    guard
      warning.contains("Invalid SOS parameters")
        || warning.contains("extraneous bytes before marker 0xd9")
    else { return false }
    return bytes.indices.suffix(65_536).contains { index in
      index > 0 && bytes[index] == 0xd9 && bytes[index - 1] == 0xff
    }
  }

  private func damage() -> ImageError {
    let reason = ImagePath(String(cString: tjGetErrorStr2(raw))).display
    return .damaged("is a damaged JPEG file (\(reason))")
  }
}
