/// Tokens of texts as a text encoder takes them: each array is `[rows, columns]`, row after row.
public struct PromptTensors: Equatable, Sendable {
  public let rows: Int
  public let columns: Int
  /// `input_ids`.
  public let tokens: [Int64]
  /// `token_type_ids`.
  public let types: [Int64]
  /// `attention_mask`, 1 for a token and 0 for padding.
  public let mask: [Int64]

  /// - Precondition: the sequences are of one length.
  init(_ sequences: [TokenSequence]) {
    columns = sequences.first?.tokens.count ?? 0
    precondition(
      sequences.allSatisfy { [columns] in $0.tokens.count == columns },
      "rows of \(sequences.map(\.tokens.count)) tokens")
    rows = sequences.count
    tokens = sequences.flatMap(\.tokens).map(Int64.init)
    types = sequences.flatMap(\.types).map(Int64.init)
    mask = sequences.flatMap(\.mask).map(Int64.init)
  }
}
