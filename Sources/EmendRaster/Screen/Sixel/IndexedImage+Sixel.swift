import EmendCore

extension IndexedImage {
  /// A part of the picture as one sixel image, at the cursor.
  ///
  /// It has raster attributes, and defines registers under their own numbers: terminals whose
  /// registers belong to one image need them all, and with shared registers none may change its
  /// colour while older pixels of it are on the screen.
  ///
  /// - Parameters:
  ///   - part: any size of at least one pixel; a height that is no multiple of 6 leaves the rest
  ///     of the last band unset, which Konsole 22.12 shows in black. libsixel wants a multiple.
  ///   - encoder: who writes the bands.
  ///   - definitions: which registers are defined.
  ///   - spread: see ``SixelSpread``.
  /// - Returns: everything from DCS to ST.
  /// - Throws: ``PictureError``, by libsixel only.
  /// - Precondition: the part lies in the picture.
  /// - Complexity: O(pixels)
  func sixelBytes(
    of part: ScreenRect, by encoder: SixelEncoderKind = .own,
    defining definitions: SixelDefinitions = .used, spread: SixelSpread = serially
  ) throws(PictureError) -> [UInt8] {
    switch encoder {
    case .own: bytes(of: part, without: nil, defining: definitions, spread)
    case .libsixel: try libsixelBytes(of: part, defining: definitions)
    }
  }

  /// The pixels of a part that differ from `old`, as one sixel image over it.
  ///
  /// All others are left as they are (P2 = 1), which xterm and foot do exactly and mlterm and
  /// Konsole do not.
  /// - Parameters:
  ///   - part: any size of at least one pixel.
  ///   - old: what is on the screen.
  ///   - rows: pixels from the image's upper edge to the part's; nothing is drawn in them.
  ///   - spread: see ``SixelSpread``.
  /// - Precondition: both pictures have the same size; the part lies in them.
  /// - Returns: nothing where nothing differs.
  /// - Complexity: O(pixels)
  func sixelBytes(
    of part: ScreenRect, changedFrom old: IndexedImage, below rows: Int = 0,
    spread: SixelSpread = serially
  ) -> [UInt8] {
    precondition(
      old.width == width && old.height == height,
      "\(old.width)x\(old.height) pixels before \(width)x\(height)")
    guard rows > 0 else { return bytes(of: part, without: old, spread) }
    // The part's first row need not be a band's first.
    let (new, before) = (cut(part, below: rows % 6), old.cut(part, below: rows % 6))
    let all = ScreenRect(left: 0, top: 0, right: new.width, bottom: new.height)
    return new.bytes(of: all, without: before, bandsAbove: rows / 6, spread)
  }

  /// A part as a picture of its own, with some rows of one colour above it.
  private func cut(_ part: ScreenRect, below rows: Int) -> IndexedImage {
    var pixels = [UInt8](repeating: 0, count: rows * (part.right - part.left))
    for y in part.top..<part.bottom {
      pixels += indices[y * width + part.left..<y * width + part.right]
    }
    return IndexedImage(
      width: part.right - part.left, height: rows + part.bottom - part.top, indices: pixels,
      palette: palette)
  }

  private func bytes(
    of part: ScreenRect, without old: IndexedImage?, bandsAbove: Int = 0,
    defining definitions: SixelDefinitions = .used, _ spread: SixelSpread
  ) -> [UInt8] {
    precondition(
      part.left >= 0 && part.top >= 0 && part.right <= width && part.bottom <= height
        && part.left < part.right && part.top < part.bottom,
      "\(part) is no part of \(width)x\(height) pixels")
    let strips = strips(of: part, without: old, spread)
    let used = strips.reduce(into: RegisterSet()) { $0.formUnion($1.used) }
    guard !used.isEmpty else { return [] }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(strips.reduce(8192) { $0 + $1.bytes.count })
    let size = ImageSize(
      width: part.right - part.left, height: part.bottom - part.top + 6 * bandsAbove)
    appendOpening(of: size, isOpaque: old == nil, to: &bytes)
    appendRegisters(definitions.registers(for: used), to: &bytes)
    bytes += repeatElement(UInt8(ascii: "-"), count: bandsAbove)
    for (number, strip) in strips.enumerated() {
      if number > 0 { bytes.append(UInt8(ascii: "-")) }
      bytes += strip.bytes
    }
    while bytes.last == UInt8(ascii: "-") { bytes.removeLast() }
    bytes += "\u{1b}\\".utf8
    return bytes
  }

  /// Encodes the part in strips of 8 bands, each by itself.
  private func strips(
    of part: ScreenRect, without old: IndexedImage?, _ spread: SixelSpread
  ) -> [SixelStrip] {
    let bands = (part.bottom - part.top + 5) / 6
    let count = (bands + 7) / 8
    let isDelta = old != nil  // an empty array has an address too
    var strips = [SixelStrip](repeating: SixelStrip(), count: count)
    indices.withUnsafeBufferPointer { new in
      (old?.indices ?? []).withUnsafeBufferPointer { old in
        strips.withUnsafeMutableBufferPointer { strips in
          let source = SixelSource(
            new: new.baseAddress, old: isDelta ? old.baseAddress : nil, stride: width,
            columns: part.left..<part.right)
          // Each body writes a place of its own, and all have ended when `spread` returns.
          nonisolated(unsafe) let (shared, strips) = (source, strips)
          spread(count) { number in
            let top = part.top + number * 48
            strips[number].encode(shared, rows: top..<min(part.bottom, top + 48))
          }
        }
      }
    }
    return strips
  }

  private func appendOpening(of size: ImageSize, isOpaque: Bool, to bytes: inout [UInt8]) {
    bytes += "\u{1b}P0;\(isOpaque ? 0 : 1);0q\"1;1;\(size.width);\(size.height)".utf8
  }

  /// Appends the definitions of registers, in percent.
  func appendRegisters(_ registers: RegisterSet, to bytes: inout [UInt8]) {
    for register in 0..<256 where registers.contains(register) {
      let colour =
        register < palette.count ? palette[register] : Colour(red: 0, green: 0, blue: 0)
      let shares = [colour.red, colour.green, colour.blue].map { (Int($0) * 100 + 127) / 255 }
      bytes += "#\(register);2;\(shares[0]);\(shares[1]);\(shares[2])".utf8
    }
  }
}
