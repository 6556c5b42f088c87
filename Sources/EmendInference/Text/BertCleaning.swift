/// How BERT's tokenizers clean a text (`BertNormalizer`).
struct BertCleaning: Equatable, Sendable {
  /// Control characters go, and white space becomes a blank.
  var cleansText: Bool
  /// Each Chinese character becomes a word.
  var separatesChinese: Bool
  var stripsAccents: Bool
  var lowercases: Bool

  func cleaned(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var text = text
    if cleansText { text = text.filter { !Self.isRemoved($0) }.map { $0.isSpace ? " " : $0 } }
    if separatesChinese { text = text.flatMap { Self.isChinese($0) ? [" ", $0, " "] : [$0] } }
    if stripsAccents {
      text = CanonicalForm.decomposed.of(text).filter { !$0.isNonspacingMarkInUnicode8 }
    }
    if lowercases { text = text.lowercased }
    return text
  }

  private static func isRemoved(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\t", "\n", "\r": false
    case "\0", "\u{fffd}": true
    default: scalar.isOtherInUnicode8
    }
  }

  /// What BERT calls Chinese: ideographs, but neither kana nor Hangul.
  private static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x4e00...0x9fff, 0x3400...0x4dbf, 0x20000...0x2a6df, 0x2a700...0x2b73f, 0x2b740...0x2b81f,
      0x2b920...0x2ceaf, 0xf900...0xfaff, 0x2f800...0x2fa1f:
      true
    default: false
    }
  }
}

extension [Unicode.Scalar] {
  /// Each character in lower case by itself: a final sigma is not seen, as Rust does not see it.
  var lowercased: [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    for scalar in self {
      if scalar.isASCII, !("A"..."Z").contains(scalar) {
        result.append(scalar)
      } else {
        result += scalar.properties.lowercaseMapping.unicodeScalars
      }
    }
    return result
  }

  /// As ``lowercased``, but a sigma at the end of a word becomes a final one.
  ///
  /// Source: `Final_Sigma` of the Unicode Standard, section 3.13, as Python's `str.lower` has it.
  var lowercasedInContext: [Unicode.Scalar] {
    indices.flatMap { place -> [Unicode.Scalar] in
      guard self[place] == "\u{3a3}" else { return [self[place]].lowercased }
      let before = self[..<place].last { !$0.properties.isCaseIgnorable }
      let after = self[(place + 1)...].first { !$0.properties.isCaseIgnorable }
      let isFinal = before?.properties.isCased ?? false && !(after?.properties.isCased ?? false)
      return [isFinal ? "\u{3c2}" : "\u{3c3}"]
    }
  }
}
