/// Tokens of texts as a text encoder takes them: each array is `[rows, columns]`, row after row.
public struct PromptTensors: Hashable, Sendable {
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

  private init(rows: Int, columns: Int, tokens: [Int64], types: [Int64], mask: [Int64]) {
    (self.rows, self.columns) = (rows, columns)
    (self.tokens, self.types, self.mask) = (tokens, types, mask)
  }

  /// Rows of `columns` tokens at least, filled up with number 0, which the mask leaves out.
  func filled(to columns: Int) -> PromptTensors {
    guard columns > self.columns else { return self }
    func filled(_ values: [Int64]) -> [Int64] {
      (0..<rows).flatMap { row in
        values[row * self.columns..<(row + 1) * self.columns]
          + [Int64](repeating: 0, count: columns - self.columns)
      }
    }
    return PromptTensors(
      rows: rows, columns: columns, tokens: filled(tokens), types: filled(types),
      mask: filled(mask))
  }

  /// `count` rows from one on; behind the last it comes again.
  func part(from start: Int, count: Int) -> PromptTensors {
    func part(_ values: [Int64]) -> [Int64] {
      (start..<start + count).flatMap { row in
        let place = min(row, rows - 1) * columns
        return values[place..<place + columns]
      }
    }
    return PromptTensors(
      rows: count, columns: columns, tokens: part(tokens), types: part(types), mask: part(mask))
  }
}
