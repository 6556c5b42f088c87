import CTurboJPEG

extension PixelImage {
  /// Some rows of the image as a JPEG file.
  ///
  /// The corresponding C function is `tjCompress2`. Colours are kept at full resolution: with
  /// half, thin marks lose theirs.
  ///
  /// - Parameters:
  ///   - rows: from the top.
  ///   - quality: 1 to 100.
  /// - Returns: the file.
  /// - Throws: ``PictureError`` when TurboJPEG finds no memory.
  /// - Complexity: O(pixels)
  func jpegBytes(rows: Range<Int>, quality: Int) throws(PictureError) -> [UInt8] {
    guard let encoder = tjInitCompress() else { throw jpegError("out of memory") }
    defer { tjDestroy(encoder) }
    var file: UnsafeMutablePointer<UInt8>?
    var count: UInt = 0
    let status = pixels.withUnsafeBufferPointer { pixels in
      tjCompress2(
        encoder, pixels.baseAddress.map { $0 + rows.lowerBound * width * 3 }, Int32(width), 0,
        Int32(rows.count), TJPF_RGB.rawValue, &file, &count, Int32(TJSAMP_444.rawValue),
        Int32(quality), 0)
    }
    defer { tjFree(file) }
    guard status == 0 else { throw jpegError(String(cString: tjGetErrorStr2(encoder))) }
    return Array(UnsafeBufferPointer(start: file, count: Int(count)))
  }
}

private func jpegError(_ reason: String) -> PictureError {
  PictureError(message: "the picture cannot be encoded (\(reason)); make the window smaller")
}
