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

  /// The text with, from left to right, the longest that is in the table written as it says.
  func rewrittenByLongest(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    let bytes = text.utf8
    var result: [UInt8] = []
    var start = 0
    while start < bytes.count {
      if let longest = beginnings(of: bytes[start...]).last {
        result += written(at: longest.place)
        start = longest.end
      } else {
        let next = bytes[(start + 1)...].firstIndex { !UTF8.isContinuation($0) } ?? bytes.count
        result += bytes[start..<next]
        start = next
      }
    }
    return Array(String(decoding: result, as: UTF8.self).unicodeScalars)
  }

  /// What the shortest beginning of `key` that is in the table is written as.
  private func written(_ key: [UInt8]) -> [Unicode.Scalar]? {
    guard let shortest = beginnings(of: key[...]).first else { return nil }
    return Array(String(decoding: written(at: shortest.place), as: UTF8.self).unicodeScalars)
  }

  /// The beginnings of `key` that are in the table, shortest first: where each ends, and where the
  /// text is that it is written as.
  private func beginnings(of key: ArraySlice<UInt8>) -> [(end: Int, place: Int)] {
    var found: [(end: Int, place: Int)] = []
    var place = Self.step(units[0])
    for (index, byte) in zip(key.indices, key) {
      place ^= Int(byte)
      guard byte != 0, place < units.count, units[place] & 0x8000_00ff == UInt32(byte) else {
        break
      }
      let hasText = units[place] >> 8 & 1 == 1
      place ^= Self.step(units[place])
      guard place < units.count else { break }
      if hasText { found.append((index + 1, Int(units[place] & 0x7fff_ffff))) }
    }
    return found
  }

  private static func step(_ unit: UInt32) -> Int { Int(unit >> 10) << Int(unit >> 6 & 8) }

  private func written(at place: Int) -> ArraySlice<UInt8> {
    place < texts.count ? texts[place...].prefix { $0 != 0 } : []
  }
}
