/// What a piece of text is, so that a theme can colour it.
public enum Role: String, CaseIterable, Hashable, Sendable {
  case text
  case dim
  case heading
  case status
  case statusStrong = "status.strong"
  case hint
  case hintKey = "hint.key"
  case selected
  case accepted
  case corrected
  case rejected
  case open
  case pending
  case warning
  case failure
  case prompt
}

/// How one role looks.
public struct TextStyle: Hashable, Sendable {
  /// Nil leaves the terminal's own colour.
  public var foreground: Colour?
  public var background: Colour?
  public var isBold: Bool
  public var isReversed: Bool

  public init(
    foreground: Colour? = nil, background: Colour? = nil, isBold: Bool = false,
    isReversed: Bool = false
  ) {
    self.foreground = foreground
    self.background = background
    self.isBold = isBold
    self.isReversed = isReversed
  }
}

/// The colours of a screen.
public struct Theme: Equatable, Sendable {
  public var name: String
  public var styles: [Role: TextStyle]
  /// Given to labels in turn; those that are easiest to tell apart come first.
  public var labelColours: [Colour]

  public init(name: String, styles: [Role: TextStyle], labelColours: [Colour]) {
    self.name = name
    self.styles = styles
    self.labelColours = labelColours
  }

  /// The colour of a label's outline; white when the theme names none.
  public func colour(of label: LabelID) -> Colour {
    guard !labelColours.isEmpty else { return Colour(red: 255, green: 255, blue: 255) }
    return labelColours[label.rawValue % labelColours.count]
  }
}
