/// What a terminal was asked and what it answered, for a person who wonders why.
public struct ProbeReport: Equatable, Sendable {
  public struct Row: Equatable, Sendable {
    public var title: String
    /// Without control characters, as all texts here.
    public var asked: String
    /// Nil for silence.
    public var answered: String?
  }

  /// In the order in which the questions were sent.
  public private(set) var rows: [Row] = []
  /// Answers that fit no question.
  public private(set) var others: [String] = []
  /// From the first question to the last answer: one round trip and a little.
  public var milliseconds = 0

  init() {}

  init(_ questions: [TerminalQuestion], _ answers: [(answer: TerminalAnswer, bytes: [UInt8])]) {
    rows = questions.map { question in
      let answer = answers.last { question.isAnswered(by: $0.answer) }
      return Row(
        title: question.title, asked: Self.visible(Array(question.sequence.utf8)),
        answered: answer.map { Self.visible($0.bytes) })
    }
    others = answers.filter { answer in
      !questions.contains { $0.isAnswered(by: answer.answer) }
    }.map { Self.visible($0.bytes) }
  }

  /// Bytes as text of printable ASCII: `\e` is escape, and `\x9c` any other byte.
  static func visible(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
      switch byte {
      case 0x1b: return "\\e"
      case UInt8(ascii: "\\"): return "\\\\"
      case 0x20...0x7e: return String(Unicode.Scalar(byte))
      default: return "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }.joined()
  }
}
