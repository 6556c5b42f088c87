import EmendCore

extension PixelImage {
  /// The whole picture as one sixel image with a palette of its own, at the cursor.
  ///
  /// - Parameters:
  ///   - quality: error against bytes.
  ///   - encoder: libsixel wants a height that is a multiple of 6.
  ///   - spread: see ``SixelSpread``.
  /// - Returns: everything from DCS to ST.
  /// - Throws: ``PictureError``, by libsixel only.
  /// - Complexity: O(pixels). A megapixel takes some 25 ms on one core of 2026.
  /// - Precondition: at least one pixel.
  public func sixelBytes(
    quality: PictureQuality = .normal, encoder: SixelEncoderKind = .own,
    spread: SixelSpread = serially
  ) throws(PictureError) -> [UInt8] {
    let black = Colour(red: 0, green: 0, blue: 0)
    var palette = Palette(
      for: self, quality: quality, count: OverlayColours.first - 1, and: black)
    let frame = IndexedImage(
      width: width, height: height,
      indices: palette.indices(for: self, quality: quality, spread: spread),
      palette: palette.colours)
    let whole = ScreenRect(left: 0, top: 0, right: width, bottom: height)
    return try frame.sixelBytes(of: whole, by: encoder, spread: spread)
  }
}
