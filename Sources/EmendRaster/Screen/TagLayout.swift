/// Finds places for tags that neither overlap nor cover what must be seen.
struct TagLayout {
  /// What is taken is kept in squares of so many pixels: a tag takes a few more than it covers.
  private static let square = 4

  private let screen: ScreenRect
  private let columns: Int
  private var isTaken: [Bool]

  init(screen: ScreenRect) {
    self.screen = screen
    columns = (screen.right + Self.square - 1) / Self.square
    let rows = (screen.bottom + Self.square - 1) / Self.square
    isTaken = Array(repeating: false, count: columns * rows)
  }

  /// Keeps tags off some pixels.
  mutating func take(_ area: ScreenRect) {
    for place in squares(area) { isTaken[place] = true }
  }

  /// A free place for a tag, which is then taken: above its mark, inside the top-left corner, or
  /// below; nil where there is none.
  ///
  /// `rim` says how far the mark's outline reaches outside and inside of `bounds`, `coversInside`
  /// whether the tag may lie on the mark.
  mutating func place(
    width: Int, height: Int, by bounds: ScreenRect, rim: Int, coversInside: Bool
  ) -> ScreenRect? {
    let seen = bounds.intersection(screen)
    guard !seen.isEmpty, width <= screen.right, height <= screen.bottom else { return nil }
    let left = min(max(seen.left - rim, 0), screen.right - width)
    var places = [(left, bounds.top - rim - height)]
    if coversInside { places.append((seen.left + rim, seen.top + rim)) }
    places.append((left, bounds.bottom + rim))
    for (x, y) in places {
      let area = ScreenRect(left: x, top: y, right: x + width, bottom: y + height)
      guard area.intersection(screen) == area, squares(area).allSatisfy({ !isTaken[$0] }) else {
        continue
      }
      take(area)
      return area
    }
    return nil
  }

  /// The numbers of the squares that an area touches.
  private func squares(_ area: ScreenRect) -> [Int] {
    let visible = area.intersection(screen)
    guard !visible.isEmpty else { return [] }
    let across = visible.left / Self.square...(visible.right - 1) / Self.square
    return (visible.top / Self.square...(visible.bottom - 1) / Self.square).flatMap { row in
      across.map { row * columns + $0 }
    }
  }
}
