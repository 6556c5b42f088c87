/// Some bands of a sixel image, with the registers that they use.
struct SixelStrip {
  private(set) var bytes: [UInt8] = []
  private(set) var used = RegisterSet()

  /// Encodes `rows` of the source, six at a time.
  mutating func encode(_ source: SixelSource, rows: Range<Int>) {
    var band = SixelBand(width: source.columns.count)
    var register = SixelBand.none
    for top in stride(from: rows.lowerBound, to: rows.upperBound, by: 6) {
      if top > rows.lowerBound { bytes.append(UInt8(ascii: "-")) }
      band.gather(source, rows: top..<min(rows.upperBound, top + 6))
      band.arrange()
      band.write(register: &register, to: &bytes)
      used.formUnion(band.used)
    }
  }
}
