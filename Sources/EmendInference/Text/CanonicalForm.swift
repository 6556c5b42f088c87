// NFD and NFC without Foundation, which this target does not import. Swift has had them behind
// this door since 5.9, for swift-foundation and for its regular expressions (seen in 6.3.1).
@_spi(_Unicode) import Swift

/// The canonical forms of text, as the crate unicode-normalization-alignments makes them.
enum CanonicalForm: Sendable {
  /// Everything taken apart.
  case decomposed
  /// Everything put together.
  case composed

  func of(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    // Below these nothing is taken apart, and nothing put together.
    let first: UInt32 = self == .decomposed ? 0xc0 : 0x300
    if text.allSatisfy({ $0.value < first }) { return text }
    var result: [Unicode.Scalar] = []
    // A character that the crate does not know is a starter without a decomposition to it: the
    // text on its two sides is normalised apart.
    var known = String.UnicodeScalarView()
    for scalar in text {
      if scalar.isKnownToNormalisation {
        known.append(contentsOf: Self.marks(in: scalar) ?? [scalar])
      } else {
        append(known, to: &result)
        known.removeAll()
        result.append(scalar)
      }
    }
    append(known, to: &result)
    return result
  }

  // Swift 6.3.1 leaves these three where they stand, although what they are made of belongs before
  // marks such as U+0816: they are the only ones that are no marks by themselves and become some
  // (seen 2026-11-21). Both forms take them apart.
  private static func marks(in scalar: Unicode.Scalar) -> [Unicode.Scalar]? {
    switch scalar {
    case "\u{f73}": ["\u{f71}", "\u{f72}"]
    case "\u{f75}": ["\u{f71}", "\u{f74}"]
    case "\u{f81}": ["\u{f71}", "\u{f80}"]
    default: nil
    }
  }

  private func append(_ known: String.UnicodeScalarView, to result: inout [Unicode.Scalar]) {
    switch self {
    case .decomposed: result += String(known)._nfd
    case .composed: result += String(known)._nfc
    }
  }
}
