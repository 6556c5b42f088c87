/// SentencePiece's table of what characters are written as (`precompiled_charsmap`).
///
/// A double array of 32-bit units, and after it the texts, each ended by a zero. Source: Google's
/// SentencePiece, as Hugging Face's crate spm_precompiled 0.1 reads it.
struct CharacterMap: Sendable {
  private let units: [UInt32]
  private let texts: [UInt8]

  /// It is nil where `bytes` are no such table.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= 4 else { return nil }
    func unit(at place: Int) -> UInt32 {
      bytes[place..<place + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
    let size = Int(unit(at: 0)) / 4 * 4
    guard size > 0, size <= bytes.count - 4 else { return nil }
    units = stride(from: 4, to: 4 + size, by: 4).map(unit)
    texts = Array(bytes[(4 + size)...])
    guard String(validating: texts, as: UTF8.self) != nil else { return nil }
  }

  /// The text with everything written as the table says.
  ///
  /// A cluster of several characters below six bytes is replaced as a whole by what its beginning
  /// is written as. That loses marks, and is what the models were trained with.
  func rewritten(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    for cluster in String(String.UnicodeScalarView(text)) {
      let scalars = cluster.unicodeScalars
      if cluster.utf8.count < 6, let written = written(Array(cluster.utf8)) {
        result += written
      } else {
        for scalar in scalars { result += written(Array(String(scalar).utf8)) ?? [scalar] }
      }
    }
    return result
  }

  /// What the shortest beginning of `key` that is in the table is written as.
  private func written(_ key: [UInt8]) -> [Unicode.Scalar]? {
    var place = Self.step(units[0])
    for byte in key {
      place ^= Int(byte)
      guard byte != 0, place < units.count, units[place] & 0x8000_00ff == UInt32(byte) else {
        return nil
      }
      let hasText = units[place] >> 8 & 1 == 1
      place ^= Self.step(units[place])
      guard place < units.count else { return nil }
      if hasText { return text(at: Int(units[place] & 0x7fff_ffff)) }
    }
    return nil
  }

  private static func step(_ unit: UInt32) -> Int { Int(unit >> 10) << Int(unit >> 6 & 8) }

  private func text(at place: Int) -> [Unicode.Scalar]? {
    guard place <= texts.count else { return nil }
    return Array(String(decoding: texts[place...].prefix { $0 != 0 }, as: UTF8.self).unicodeScalars)
  }
}
