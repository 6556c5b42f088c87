/// What is done to a text before it is cut into words (`normalizer`).
enum TextNormalizer: Sendable {
  case bert(BertCleaning)
  case form(CanonicalForm)
  case lowercase
  case strip(left: Bool, right: Bool)
  case replace(TextPattern, with: [Unicode.Scalar])
  case rewrite(CharacterMap)
  /// As ``rewrite(_:)``, but as SentencePiece itself does it.
  case rewriteLongest(CharacterMap)
  /// As ``lowercase``, but a sigma at the end of a word becomes a final one, as in Python.
  case lowercaseInContext

  func normalized(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    switch self {
    case .bert(let cleaning): return cleaning.cleaned(text)
    case .form(let form): return form.of(text)
    case .lowercase: return text.lowercased
    case .strip(let left, let right): return Self.stripped(text, left: left, right: right)
    case .replace(let pattern, let content): return Self.replaced(text, pattern, by: content)
    case .rewrite(let map): return map.rewritten(text)
    case .rewriteLongest(let map): return map.rewrittenByLongest(text)
    case .lowercaseInContext: return text.lowercasedInContext
    }
  }

  private static func stripped(
    _ text: [Unicode.Scalar], left: Bool, right: Bool
  ) -> [Unicode.Scalar] {
    var rest = text[...]
    if left { rest = rest.drop(while: \.isSpace) }
    if right { while rest.last?.isSpace ?? false { rest.removeLast() } }
    return Array(rest)
  }

  private static func replaced(
    _ text: [Unicode.Scalar], _ pattern: TextPattern, by content: [Unicode.Scalar]
  ) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    var end = 0
    for match in pattern.matches(in: text) {
      result += text[end..<match.lowerBound]
      result += content
      end = match.upperBound
    }
    return result + text[end...]
  }
}

extension [TextNormalizer] {
  /// The text after one normalizer after the other.
  func normalized(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    reduce(text) { $1.normalized($0) }
  }
}
