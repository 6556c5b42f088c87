import EmendCore

extension OverlayPlane {
  /// Draws what a model was told of places: a light disc with a plus on the object, a dark one with
  /// a minus off it, so that they can be told apart without colours.
  mutating func draw(
    _ points: [PromptPoint], _ viewport: Viewport, _ detail: OverlayDetail
  ) {
    for point in points {
      guard let centre = place(of: point.point, viewport) else { continue }
      let isOn = point.place == .onObject
      let (ground, sign) = isOn ? (light, dark) : (dark, light)
      guard case .fine(let scale) = detail else {
        drawCoarse(at: centre, ground, sign)
        continue
      }
      disc(at: centre, radius: 7 * scale, sign)
      disc(at: centre, radius: 6 * scale, ground)
      bar(at: centre, wide: 7 * scale, high: scale, sign)
      if isOn { bar(at: centre, wide: scale, high: 7 * scale, sign) }
    }
  }

  /// Draws the place that is asked about: a ring that leaves free what it is about, and a dot.
  mutating func drawProbe(
    _ point: ImagePoint, _ viewport: Viewport, _ detail: OverlayDetail
  ) {
    guard let centre = place(of: point, viewport) else { return }
    guard case .fine(let scale) = detail else {
      return drawCoarse(at: centre, OverlayColours.highlight, dark)
    }
    ring(at: centre, from: 9 * scale, to: 13 * scale, dark)
    ring(at: centre, from: 10 * scale, to: 12 * scale, OverlayColours.highlight)
    disc(at: centre, radius: 2 * scale, dark)
    disc(at: centre, radius: scale, OverlayColours.highlight)
  }

  private var light: UInt8 { OverlayColours.light }
  private var dark: UInt8 { OverlayColours.dark }

  /// Nine pixels of a few to a text cell.
  private mutating func drawCoarse(at centre: ScreenPoint, _ ground: UInt8, _ sign: UInt8) {
    square(at: centre, side: 3, ground)
    square(at: centre, side: 1, sign)
  }

  private mutating func bar(at centre: ScreenPoint, wide: Int, high: Int, _ register: UInt8) {
    let (left, top) = (centre.x - wide / 2, centre.y - high / 2)
    fill(ScreenRect(left: left, top: top, right: left + wide, bottom: top + high), register)
  }

  mutating func disc(at centre: ScreenPoint, radius: Int, _ register: UInt8) {
    ring(at: centre, from: 0, to: radius, register)
  }

  /// Fills what is at least `inner` and less than `outer` pixels away.
  mutating func ring(
    at centre: ScreenPoint, from inner: Int, to outer: Int, _ register: UInt8
  ) {
    for y in -outer...outer {
      let (far, near) = (Self.half(outer, at: y), Self.half(inner, at: y))
      guard far > 0 else { continue }
      for (left, right) in near > 0 ? [(-far, -near), (near, far)] : [(-far, far)] {
        let row = centre.y + y
        fill(
          ScreenRect(
            left: centre.x + left + (left < 0 ? 1 : 0), top: row,
            right: centre.x + right + (right < 0 ? 1 : 0), bottom: row + 1), register)
      }
    }
  }

  /// Half the width of a disc in the row that is `y` from its middle; 0 outside it.
  private static func half(_ radius: Int, at y: Int) -> Int {
    let square = radius * radius - y * y
    return square > 0 ? Int(Double(square).squareRoot().rounded(.up)) : 0
  }
}
