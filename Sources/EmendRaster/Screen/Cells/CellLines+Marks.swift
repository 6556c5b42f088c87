import EmendCore

extension CellLines {
  /// Draws the boxes of a scene from back to front, then its crosshair.
  mutating func draw(_ scene: Scene, _ cell: ImageSize) {
    for mark in scene.marks where mark.isLined {
      guard let frame = Frame(of: mark.shape, scene.viewport, cell) else { continue }
      draw(frame, Pen(mark))
      if let edge = mark.edge { draw(edge, of: frame, Pen(weight: .heavy, colour: Pen.highlight)) }
    }
    if let point = scene.crosshair {
      let place = scene.viewport.screen(point)
      drawCross(
        at: CellPoint(column: place.x / cell.width, row: place.y / cell.height),
        Pen(weight: .light, colour: Pen.white))
    }
  }
}

extension Mark {
  /// Whether lines go around it; around the image they only say that the keys are on its label.
  var isLined: Bool { !isArea && (!shape.isWholeImage || isSelected) }
}

extension CellLines.Frame {
  /// The cells that the corners of a shape's bounds are in; nil for what is no number.
  init?(of shape: Shape, _ viewport: Viewport, _ cell: ImageSize) {
    let box = shape.bounds
    guard box.x.isFinite, box.y.isFinite, box.maxX.isFinite, box.maxY.isFinite else { return nil }
    let low = viewport.screen(ImagePoint(x: box.x, y: box.y))
    let high = viewport.screen(ImagePoint(x: box.maxX, y: box.maxY))
    func cells(_ pixel: Int, _ size: Int) -> Int {
      Int((Double(pixel) / Double(size)).rounded(.down))
    }
    self.init(
      left: cells(low.x, cell.width), top: cells(low.y, cell.height),
      right: cells(max(low.x, high.x - 1), cell.width),
      bottom: cells(max(low.y, high.y - 1), cell.height))
  }
}

extension CellLines.Pen {
  static let highlight = Colour(red: 255, green: 225, blue: 60)
  static let white = Colour(red: 255, green: 255, blue: 255)

  init(_ mark: Mark) {
    self.init(weight: .light, colour: mark.colour)
    switch mark.style {
    case .open: break
    case .decided: clear = 50
    case .rejected: isDashed = true
    case .selected: weight = .heavy
    case .selectedRejected: (weight, isDashed) = (.heavy, true)
    case .ghost: (isDashed, colour) = (true, Colour(red: 190, green: 190, blue: 190))
    }
  }
}

extension CellLines.Knot {
  /// The line over what the cell shows on the mean.
  func cell(_ scalar: UInt32, over mean: SIMD3<Float>, _ inks: CellInks) -> ArtCell {
    guard inks.few.isEmpty else { return cell(scalar, inks) }
    let own = SIMD3(pen.colour)
    let line = own + (mean - own) * (Float(pen.clear) / 100)
    let ground = Self.ground(mean, under: line, apart: pen.clear > 0 ? 30 : 75)
    return ArtCell(
      scalar: scalar, character: inks.ink(line.colour), background: inks.ink(ground.colour))
  }

  /// With few colours: on black, and white where the line's own would be black.
  private func cell(_ scalar: UInt32, _ inks: CellInks) -> ArtCell {
    let black = CellInk(value: 0)
    let own = inks.ink(pen.colour)
    return ArtCell(
      scalar: scalar, character: own == black ? inks.ink(CellLines.Pen.white) : own,
      background: black)
  }

  /// The picture's colour, made darker or lighter until the line stands out from it.
  ///
  /// `apart` counts the levels of brightness between the two.
  private static func ground(
    _ mean: SIMD3<Float>, under line: SIMD3<Float>, apart: Float
  ) -> SIMD3<Float> {
    func light(_ colour: SIMD3<Float>) -> Float {
      (colour * SIMD3<Float>(0.3, 0.59, 0.11)).sum()
    }
    let (own, behind) = (light(line), light(mean))
    guard abs(own - behind) < apart else { return mean }
    // Dark around any line but a dark one: what is lit up catches the eye.
    let target = own > apart ? own - apart : own + apart
    if target < behind { return mean * (target / max(1, behind)) }
    let white = SIMD3<Float>(repeating: 255)
    return mean + (white - mean) * ((target - behind) / max(1, 255 - behind))
  }
}
