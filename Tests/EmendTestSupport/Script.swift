public import EmendCore

/// Plays a review without a terminal: keys in, effects and frames out.
public struct Script {
  public var session: Session
  public var store: ScriptedStore
  public private(set) var effects: [Effect] = []
  /// Effects that the store has not answered, while `isStoreBusy`.
  private var waiting: [Effect] = []
  /// Holds the store's answers back, as a slow disk does.
  public var isStoreBusy = false {
    didSet { if !isStoreBusy { answerAll() } }
  }
  /// What a model says to a question about masks, at once; nil stays silent.
  public var segmenter: (@Sendable (MaskQuestion) -> MaskAnswer)?
  private var clock = Timestamp(milliseconds: 1_000)

  public static let labels = ["scratch", "dent", "discoloration", "missing_screw"]

  public init(
    _ images: [ReviewImage], keymap: Keymap, columns: Int = 80, rows: Int = 24,
    threshold: Double = 0.25, labels: [String] = Script.labels
  ) {
    let theme = Theme(name: "test", styles: [:], labelColours: [])
    let setting = Session.Setting(
      labels: labels.enumerated().map { Label(id: LabelID($0), name: $1) }, keymap: keymap,
      theme: theme, reviewer: "ann", sessionBits: 7)
    session = Session(
      setting: setting,
      size: TerminalSize(columns: columns, rows: rows, cellWidth: 10, cellHeight: 20),
      threshold: threshold)
    store = ScriptedStore(images)
    carryOut([.open(.queue(after: nil))])
  }

  /// Types keys as a keymap writes them, with blanks between: `a x ctrl+r ]u`.
  public mutating func type(_ keys: String) {
    for word in keys.split(separator: " ") {
      if let key = Key(String(word)) {
        send(.keyPressed(key, at: tick()))
      } else {
        for character in word { send(.keyPressed(.character(character), at: tick())) }
      }
    }
  }

  public mutating func send(_ message: Message) {
    carryOut(update(&session, message))
  }

  public mutating func tick(_ milliseconds: Int64 = 100) -> Timestamp {
    clock.milliseconds += milliseconds
    return clock
  }

  public var committed: [Step] {
    effects.compactMap { effect in
      guard case .commit(let step) = effect else { return nil }
      return step
    }
  }

  /// The questions about masks, first to last.
  public var questions: [MaskQuestion] {
    effects.compactMap { effect in
      guard case .askMasks(let question) = effect else { return nil }
      return question
    }
  }

  private mutating func carryOut(_ made: [Effect]) {
    effects += made
    waiting += made
    if !isStoreBusy { answerAll() }
  }

  private mutating func answerAll() {
    while !waiting.isEmpty {
      let effect = waiting.removeFirst()
      if let answer = store.answer(effect, at: tick(0)) { send(answer) }
      if case .askMasks(let question) = effect, let answer = segmenter?(question) {
        send(.masksAnswered(answer))
      }
    }
  }

  /// The screen's rows of text, without what is empty at their ends.
  public var screen: [String] {
    let frame = view(session)
    var cells = Array(
      repeating: Array(repeating: Character(" "), count: frame.size.columns),
      count: frame.size.rows)
    for text in frame.texts {
      let characters = text.runs.map(\.text).joined().prefix(text.columns)
      for (offset, character) in characters.enumerated() {
        cells[text.at.row][text.at.column + offset] = character
      }
    }
    return cells.map { row in
      var line = String(row)
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// The object list alone.
  public var list: [String] {
    let frame = view(session)
    return frame.texts.filter { $0.at.column > 0 && $0.columns > 1 }
      .filter { (3..<frame.size.rows - 1).contains($0.at.row) }
      .map { $0.runs.map(\.text).joined() }
      .filter { !$0.isEmpty }
  }

  public var bottomLine: String { screen.last ?? "" }
}
