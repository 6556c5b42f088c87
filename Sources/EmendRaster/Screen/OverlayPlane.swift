import EmendCore

/// What is drawn over the picture: a register for each screen pixel, or none.
struct OverlayPlane {
  let width: Int
  let height: Int
  private(set) var registers: [UInt8]

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    registers = Array(repeating: OverlayColours.none, count: width * height)
  }

  /// Which pixels of a line or an area are drawn: `on` of every `period` along the diagonal.
  struct Pattern {
    var on: Int
    var period: Int

    static let solid = Pattern(on: 1, period: 1)
    static let dashes = Pattern(on: 6, period: 10)
    static let dots = Pattern(on: 2, period: 5)
    /// A quarter of the pixels, in lines that fall to the left.
    static let hatch = Pattern(on: 1, period: 4)

    func draws(_ x: Int, _ y: Int) -> Bool { (x + y) % period < on }
  }

  /// Fills a rectangle; what lies outside the plane is cut.
  mutating func fill(_ area: ScreenRect, _ register: UInt8, _ pattern: Pattern = .solid) {
    let visible = area.intersection(ScreenRect(left: 0, top: 0, right: width, bottom: height))
    guard !visible.isEmpty else { return }
    for y in visible.top..<visible.bottom {
      for x in visible.left..<visible.right where pattern.draws(x, y) {
        registers[y * width + x] = register
      }
    }
  }

  /// Draws the inner edge of a rectangle, `thickness` pixels wide.
  mutating func frame(
    _ area: ScreenRect, thickness: Int, _ register: UInt8, _ pattern: Pattern = .solid
  ) {
    let top = min(area.bottom, area.top + thickness)
    let bottom = max(top, area.bottom - thickness)
    fill(area.with(bottom: top), register, pattern)
    fill(area.with(top: bottom), register, pattern)
    let sides = area.with(top: top, bottom: bottom)
    fill(sides.with(right: min(area.right, area.left + thickness)), register, pattern)
    fill(sides.with(left: max(area.left, area.right - thickness)), register, pattern)
  }

  /// Draws a square of `side` pixels about `centre`.
  mutating func square(at centre: ScreenPoint, side: Int, _ register: UInt8) {
    let (left, top) = (centre.x - side / 2, centre.y - side / 2)
    fill(ScreenRect(left: left, top: top, right: left + side, bottom: top + side), register)
  }

  /// Draws one pixel, if it is in the plane.
  mutating func set(_ x: Int, _ y: Int, _ register: UInt8) {
    guard x >= 0, x < width, y >= 0, y < height else { return }
    registers[y * width + x] = register
  }

  /// The picture with the overlay over it.
  func over(_ base: [UInt8]) -> [UInt8] {
    var result = base
    for index in result.indices where registers[index] != OverlayColours.none {
      result[index] = registers[index]
    }
    return result
  }
}

/// A rectangle of screen pixels, half open.
struct ScreenRect: Equatable {
  var left: Int
  var top: Int
  var right: Int
  var bottom: Int

  var isEmpty: Bool { right <= left || bottom <= top }

  func intersection(_ other: ScreenRect) -> ScreenRect {
    ScreenRect(
      left: max(left, other.left), top: max(top, other.top), right: min(right, other.right),
      bottom: min(bottom, other.bottom))
  }

  func grown(by margin: Int) -> ScreenRect {
    ScreenRect(
      left: left - margin, top: top - margin, right: right + margin, bottom: bottom + margin)
  }

  /// The same rectangle with some of its sides elsewhere.
  func with(
    left: Int? = nil, top: Int? = nil, right: Int? = nil, bottom: Int? = nil
  ) -> ScreenRect {
    ScreenRect(
      left: left ?? self.left, top: top ?? self.top, right: right ?? self.right,
      bottom: bottom ?? self.bottom)
  }
}
