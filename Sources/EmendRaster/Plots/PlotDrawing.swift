public import EmendCore

/// The colours of a plot.
public struct PlotColours: Hashable, Sendable {
  public var background: Colour
  public var ink: Colour
  public var grid: Colour

  public init(background: Colour, ink: Colour, grid: Colour) {
    self.background = background
    self.ink = ink
    self.grid = grid
  }

  /// For the terminal.
  public static let dark = PlotColours(
    background: Colour(red: 20, green: 20, blue: 24), ink: Colour(red: 225, green: 225, blue: 225),
    grid: Colour(red: 62, green: 62, blue: 68))
  /// For files that are printed or put into a report.
  public static let light = PlotColours(
    background: Colour(red: 255, green: 255, blue: 255), ink: Colour(red: 30, green: 30, blue: 30),
    grid: Colour(red: 215, green: 215, blue: 215))
}

/// A plot as lines, rectangles and text, before it becomes pixels or SVG.
public struct PlotDrawing: Equatable, Sendable {
  enum Element: Equatable, Sendable {
    case line([ScreenPoint], Colour, thickness: Int)
    case rectangle(ScreenRect, Colour)
    /// `at` is the top-left corner of the first letter.
    case text(String, at: ScreenPoint, Colour)
  }

  let width: Int
  let height: Int
  let colours: PlotColours
  /// Pixels of one dot of the font.
  let scale: Int
  var elements: [Element] = []

  init(width: Int, height: Int, colours: PlotColours) {
    (self.width, self.height, self.colours) = (max(1, width), max(1, height), colours)
    scale = min(width, height) >= 480 ? 2 : 1
  }

  var letterWidth: Int { BitmapFont.advance * scale }
  var lineHeight: Int { (BitmapFont.height + 4) * scale }

  /// Adds text between `left` and `right`, cut to fit with a dot at its end.
  mutating func addText(
    _ text: String, in columns: Range<Int>, top: Int, align: TextPlace, _ colour: Colour? = nil
  ) {
    let most = max(0, columns.count / letterWidth)
    let cut = text.count > most ? text.prefix(max(0, most - 1)) + (most > 0 ? "." : "") : text[...]
    let free = columns.count - cut.count * letterWidth
    let left: Int =
      switch align {
      case .left: columns.lowerBound
      case .centre: columns.lowerBound + free / 2
      case .right: columns.lowerBound + free
      }
    elements.append(.text(String(cut), at: ScreenPoint(x: left, y: top), colour ?? colours.ink))
  }

  enum TextPlace {
    case left
    case centre
    case right
  }
}
