import EmendCore

/// Finds places for tags that neither overlap nor cover what must be seen.
struct TagLayout {
  /// What lies where is kept in squares of so many pixels: a tag takes a few more than it covers.
  static let side = 4

  /// What a tag should not lie on.
  private enum Content {
    static let outline: UInt8 = 1
    /// A tag, or the selected mark.
    static let taken: UInt8 = 2
  }

  /// Where a tag is wanted.
  struct Wish {
    var width: Int
    var height: Int
    /// Where its mark is, and how far the mark's outline reaches outside and inside of that.
    var bounds: ScreenRect
    var rim: Int
    /// Whether there is room on the mark itself.
    var mayLieInside: Bool
    var outlines: Outlines
  }

  /// What becomes of other marks' outlines where a tag is placed.
  enum Outlines {
    /// The first place is best, so that a tag stays where it is while its mark moves.
    case ignored
    /// They may be hidden where there is no other place.
    case hidden
    case seen
  }

  private let screen: ScreenRect
  private let columns: Int
  private var squares: [UInt8]

  init(screen: ScreenRect) {
    self.screen = screen
    columns = (screen.right + Self.side - 1) / Self.side
    let rows = (screen.bottom + Self.side - 1) / Self.side
    squares = Array(repeating: 0, count: columns * rows)
  }

  /// Keeps tags off some pixels.
  mutating func take(_ area: ScreenRect) { put(Content.taken, area) }

  /// Keeps tags off the edges of a rectangle if there are other places.
  mutating func outline(_ area: ScreenRect) {
    put(Content.outline, area.with(bottom: area.top + 1))
    put(Content.outline, area.with(top: area.bottom - 1))
    put(Content.outline, area.with(right: area.left + 1))
    put(Content.outline, area.with(left: area.right - 1))
  }

  /// The best free place, which is then taken: above the mark, below, inside its top-left corner;
  /// nil where there is none.
  mutating func place(_ wish: Wish) -> ScreenRect? {
    let seen = wish.bounds.intersection(screen)
    guard !seen.isEmpty, wish.width <= screen.right else { return nil }
    let left = min(max(seen.left - wish.rim, 0), screen.right - wish.width)
    let above = ScreenPoint(x: left, y: wish.bounds.top - wish.rim - wish.height)
    let inside = ScreenPoint(x: seen.left + wish.rim, y: seen.top + wish.rim)
    let below = ScreenPoint(x: left, y: wish.bounds.bottom + wish.rim)
    var best: ScreenRect?
    for corner in wish.mayLieInside ? [above, inside, below] : [above, below] {
      let area = ScreenRect(
        left: corner.x, top: corner.y, right: corner.x + wish.width,
        bottom: corner.y + wish.height)
      guard area.intersection(screen) == area else { continue }
      let content = content(of: area)
      if content == 0 || (wish.outlines == .ignored && content != Content.taken) {
        best = area
        break
      }
      if wish.outlines == .hidden, content == Content.outline { best = best ?? area }
    }
    guard let best else { return nil }
    take(best)
    return best
  }

  /// What lies where a tag would be: a tag, or outlines but for those just at its border, such as
  /// its own mark's.
  private func content(of area: ScreenRect) -> UInt8 {
    if holds(Content.taken, area) { return Content.taken }
    return holds(Content.outline, area.grown(by: -Self.side)) ? Content.outline : 0
  }

  private func holds(_ content: UInt8, _ area: ScreenRect) -> Bool {
    guard !area.isEmpty else { return false }
    let columns = area.left / Self.side...(area.right - 1) / Self.side
    return (area.top / Self.side...(area.bottom - 1) / Self.side).contains { row in
      columns.contains { squares[row * self.columns + $0] & content != 0 }
    }
  }

  private mutating func put(_ content: UInt8, _ area: ScreenRect) {
    let visible = area.intersection(screen)
    guard !visible.isEmpty else { return }
    let columns = visible.left / Self.side...(visible.right - 1) / Self.side
    for row in visible.top / Self.side...(visible.bottom - 1) / Self.side {
      for column in columns { squares[row * self.columns + column] |= content }
    }
  }
}
