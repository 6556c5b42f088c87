/// How long a sequence of tokens may be, and how long it is made (`truncation`, `padding`).
public struct TokenLength: Equatable, Sendable {
  public enum Side: String, Sendable {
    case left = "Left"
    case right = "Right"
  }

  /// What fills a sequence up.
  public struct Padding: Equatable, Sendable {
    /// How long each sequence is made; the longest of those made together where it is nil.
    public var length: Int?
    /// The length becomes a multiple of this.
    public var multiple = 1
    public var token: Int
    public var type = 0
    public var side = Side.right

    public init(length: Int?, token: Int) {
      self.length = length
      self.token = token
    }
  }

  /// The most tokens, special ones with them; nil where any number will do.
  public var limit: Int?
  /// Where tokens go that are too many.
  public var cutSide = Side.right
  public var padding: Padding?

  public init(limit: Int? = nil, padding: Padding? = nil) {
    self.limit = limit
    self.padding = padding
  }

  /// `count` tokens, neither more nor fewer: those after them are cut, those missing are `padding`.
  public static func exactly(_ count: Int, padding: Int) -> TokenLength {
    TokenLength(limit: count, padding: Padding(length: count, token: padding))
  }

  /// As many of `tokens` as there is room for beside `added` special ones.
  func cut(_ tokens: [Int], added: Int) -> [Int] {
    guard let limit else { return tokens }
    let room = max(0, limit - added)
    return Array(cutSide == .right ? tokens.prefix(room) : tokens.suffix(room))
  }

  /// The sequences, filled up together.
  func padded(_ sequences: [TokenSequence]) -> [TokenSequence] {
    guard let padding else { return sequences }
    let longest = padding.length ?? sequences.map(\.tokens.count).max() ?? 0
    let multiple = max(1, padding.multiple)
    let length = (longest + multiple - 1) / multiple * multiple
    return sequences.map { padding.filled($0, to: length) }
  }
}

extension TokenLength.Padding {
  fileprivate func filled(_ sequence: TokenSequence, to length: Int) -> TokenSequence {
    let missing = max(0, length - sequence.tokens.count)
    func fill(_ values: [Int], _ value: Int) -> [Int] {
      let filling = Array(repeating: value, count: missing)
      return side == .right ? values + filling : filling + values
    }
    var filled = sequence
    filled.tokens = fill(sequence.tokens, token)
    filled.types = fill(sequence.types, type)
    filled.mask = fill(sequence.mask, 0)
    return filled
  }
}
