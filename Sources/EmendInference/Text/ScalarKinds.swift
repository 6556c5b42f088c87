/// What kind a character is for Hugging Face's `tokenizers` 0.23, whose parts were built on
/// different versions of Unicode; Swift 6.3 has 17.
///
/// Each was compared with `tokenizers` 0.23.3 for all 1,112,064 characters (2026-11-21).
extension Unicode.Scalar {
  /// Whether the character was in Unicode before version `major`.
  private func isOlder(than major: Int) -> Bool {
    properties.age.map { $0.major < major } ?? false
  }

  // MARK: The crate unicode_categories, Unicode 8

  /// Control, format and private characters; one that is not assigned is none of them.
  var isOtherInUnicode8: Bool {
    switch properties.generalCategory {
    case .control, .privateUse: true
    case .format: isOlder(than: 9)
    default: false
    }
  }

  /// Punctuation, of ASCII or of Unicode.
  var isPunctuationInUnicode8: Bool {
    switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation:
      isOlder(than: 9)
    case .mathSymbol, .currencySymbol, .modifierSymbol: isASCII
    // Canadian syllabics' chi sign and Sharada's sandhi mark were punctuation once.
    default: value == 0x166d || value == 0x111c9
    }
  }

  /// Marks that take no room of their own.
  var isNonspacingMarkInUnicode8: Bool {
    switch value {
    // They were nonspacing marks once.
    case 0x1734, 0x1171e: true
    // They are nonspacing marks only since.
    case 0x1885, 0x1886, 0xa9bd, 0x111c9: false
    default: properties.generalCategory == .nonspacingMark && isOlder(than: 9)
    }
  }

  // MARK: The crate unicode-normalization-alignments, Unicode 9

  /// Whether normalising knows the character; others stand for themselves and stop composition.
  var isKnownToNormalisation: Bool { isOlder(than: 10) }

  // MARK: Oniguruma, Unicode 16

  var isLetterInUnicode16: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      isOlder(than: 17)
    default: false
    }
  }

  var isNumberInUnicode16: Bool {
    switch properties.generalCategory {
    case .decimalNumber, .letterNumber, .otherNumber: isOlder(than: 17)
    default: false
    }
  }

  // MARK: Rust's own, Unicode 17

  /// White space, the same in all of them.
  var isSpace: Bool { properties.isWhitespace }

  /// What the crate regex calls `\w`.
  var isWordPart: Bool {
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .connectorPunctuation: true
    default: properties.isAlphabetic || properties.isJoinControl
    }
  }
}
