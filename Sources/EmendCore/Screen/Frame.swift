/// One screenful: text, and the picture's place and content.
public struct Frame: Equatable, Sendable {
  public var size: TerminalSize
  /// Pieces of text, none over another and none over the picture.
  public var texts: [PlacedText]
  public var scene: Scene?
  /// Where the text cursor shows, while a line is typed.
  public var cursor: CellPoint?

  public init(size: TerminalSize, texts: [PlacedText], scene: Scene?, cursor: CellPoint? = nil) {
    self.size = size
    self.texts = texts
    self.scene = scene
    self.cursor = cursor
  }
}

/// A text cell, from 0 at the top left.
public struct CellPoint: Hashable, Sendable {
  public var column: Int
  public var row: Int

  public init(column: Int, row: Int) {
    self.column = column
    self.row = row
  }
}

/// A part of one row; it fills exactly `columns` cells, padded or cut.
public struct PlacedText: Hashable, Sendable {
  public var at: CellPoint
  public var columns: Int
  public var runs: [TextRun]

  public init(at: CellPoint, columns: Int, runs: [TextRun]) {
    self.at = at
    self.columns = columns
    self.runs = runs
  }
}

/// Text in one role.
public struct TextRun: Hashable, Sendable {
  public var text: String
  public var role: Role

  public init(_ text: String, _ role: Role = .text) {
    self.text = text
    self.role = role
  }
}
