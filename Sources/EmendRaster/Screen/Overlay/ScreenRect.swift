/// A rectangle of screen pixels, half open.
struct ScreenRect: Equatable {
  var left: Int
  var top: Int
  var right: Int
  var bottom: Int

  var isEmpty: Bool { right <= left || bottom <= top }
  var shorterSide: Int { min(right - left, bottom - top) }

  func intersection(_ other: ScreenRect) -> ScreenRect {
    ScreenRect(
      left: max(left, other.left), top: max(top, other.top), right: min(right, other.right),
      bottom: min(bottom, other.bottom))
  }

  /// The smallest rectangle around both.
  func union(_ other: ScreenRect) -> ScreenRect {
    ScreenRect(
      left: min(left, other.left), top: min(top, other.top), right: max(right, other.right),
      bottom: max(bottom, other.bottom))
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
