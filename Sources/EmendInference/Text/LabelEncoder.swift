/// A text encoder that takes each text by itself, in rows of one length.
public enum LabelEncoder: String, CaseIterable, Sendable {
  case clip
  case owl
  case siglip

  /// How many tokens a row has.
  public var tokenCount: Int {
    switch self {
    case .clip: 77
    case .owl: 16
    case .siglip: 64
    }
  }

  /// What fills a row up, where the tokenizer's file does not say.
  private var padding: String {
    switch self {
    case .clip: "<|endoftext|>"
    case .owl: "!"
    case .siglip: "</s>"
    }
  }

  /// One row a text; what is too long is cut, as the model's authors do.
  ///
  /// - Parameters:
  ///   - texts: labels, or sentences that a ``PromptTemplate`` made of them.
  ///   - tokenizer: the model's own.
  /// - Returns: `[texts, tokenCount]`.
  /// - Throws: ``PromptError``. Source: the processors of transformers 5.23 with
  ///   `padding="max_length", truncation=True`.
  public func tensors(
    for texts: [String], _ tokenizer: Tokenizer
  ) throws(PromptError) -> PromptTensors {
    guard !texts.isEmpty else { throw .nothing }
    if let place = texts.firstIndex(where: { $0.allSatisfy(\.isWhitespace) }) {
      throw .empty(place: place)
    }
    let declared = tokenizer.declaredLength.padding?.token
    guard let padding = declared ?? tokenizer.number(of: padding) else {
      throw .missingToken(padding)
    }
    let length = TokenLength.exactly(tokenCount, padding: padding)
    return PromptTensors(tokenizer.sequences(of: texts, length: length))
  }
}
