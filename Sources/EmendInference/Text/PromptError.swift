/// Why a text cannot be asked for.
public enum PromptError: Error, Equatable, CustomStringConvertible, Sendable {
  /// There is no text at all.
  case nothing
  /// The text at a place is empty or holds white space only.
  case empty(place: Int)
  /// A phrase holds a full stop, which is what ends a phrase.
  case stopInPhrase(String)
  /// All texts together have more tokens than the model reads.
  case tooLong(tokens: Int, limit: Int)
  /// The tokenizer has no such token.
  case missingToken(String)

  public var description: String {
    switch self {
    case .nothing: "no text to look for; name at least one label"
    case .empty(let place): "text \(place + 1) to look for is empty; give it a name"
    case .stopInPhrase(let phrase):
      "\"\(phrase.printable)\" holds a full stop, which separates labels; leave it out"
    case .tooLong(let tokens, let limit):
      "the labels have \(tokens) tokens, and the model reads \(limit); ask for fewer at a time"
    case .missingToken(let token):
      "the tokenizer has no token \(token.printable); use the one that belongs to the model"
    }
  }
}
