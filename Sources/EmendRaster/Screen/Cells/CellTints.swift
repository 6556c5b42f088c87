import EmendCore

extension PixelImage {
  /// The image with the scene's masks, polygons and keypoints laid over it in their label's colour.
  ///
  /// Lines of text cannot follow them, so they show as colour: all of it along the edge and a part
  /// of it inside.
  /// - Complexity: O(pixels of each mark's bounds)
  func tinted(by scene: Scene) -> PixelImage {
    var image = self
    var coverage = Coverage()
    for mark in scene.marks where mark.isTinted { image.lay(mark, scene, &coverage) }
    return image
  }

  private mutating func lay(_ mark: Mark, _ scene: Scene, _ coverage: inout Coverage) {
    let bounds = mark.reach.bounds
    let low = scene.viewport.screen(ImagePoint(x: bounds.x, y: bounds.y))
    let high = scene.viewport.screen(ImagePoint(x: bounds.maxX, y: bounds.maxY))
    let part = ScreenRect(left: low.x - 1, top: low.y - 1, right: high.x + 2, bottom: high.y + 2)
      .intersection(ScreenRect(left: 0, top: 0, right: width, bottom: height))
    guard !part.isEmpty else { return }
    coverage.begin(part.grown(by: Coverage.margin))
    coverage.add(mark, scene.viewport)
    let colour = SIMD3(mark.colour)
    var shares = CellTint(mark.style, scene.look.masks)
    // Points and limbs are all edge: nothing of the picture is inside.
    if !mark.isArea { shares.inside = shares.edge }
    var kinds = [UInt8](repeating: 0, count: part.right - part.left)
    for y in part.top..<part.bottom {
      // The outline is two pixels wide, a third of a cell.
      coverage.sort(row: y, from: part.left, thickness: 2, into: &kinds)
      for (index, kind) in kinds.enumerated() where kind > 1 {
        mix(colour, kind == 4 ? shares.inside : shares.edge, x: part.left + index, y: y)
      }
    }
  }

  private mutating func mix(_ colour: SIMD3<Float>, _ share: Float, x: Int, y: Int) {
    guard share > 0 else { return }
    for channel in 0..<3 {
      let place = (y * width + x) * 3 + channel
      let own = Float(pixels[place])
      pixels[place] = UInt8(own + (colour[channel] - own) * share)
    }
  }
}

/// How much of its colour a mask has, `0...1`.
private struct CellTint {
  var edge: Float = 0.9
  var inside: Float = 0.4

  init(_ style: Mark.Style, _ masks: OverlayLook.Masks) {
    switch style {
    case .open: break
    case .selected: (edge, inside) = (1, 0.5)
    case .decided: (edge, inside) = (0.5, 0.15)
    case .rejected, .selectedRejected, .ghost: (edge, inside) = (0.4, 0)
    }
    if masks == .outline { inside = 0 }
  }
}

extension Mark {
  /// Whether its pixels are coloured, since lines of text cannot follow them.
  var isTinted: Bool {
    if case .keypoints = shape { style != .ghost } else { isArea }
  }

  /// Whether it is more than a rectangle.
  var isArea: Bool {
    switch shape {
    case .image, .box, .keypoints: false
    case .polygon, .mask: true
    }
  }
}

extension Coverage {
  fileprivate mutating func add(_ mark: Mark, _ viewport: Viewport) {
    switch mark.shape {
    case .image, .box: break
    // A third of a cell, so that a point is seen as one.
    case .keypoints(let pose): add(pose, mark.limbs, viewport, radius: 2, thickness: 1)
    case .polygon(let polygon):
      for ring in polygon.rings {
        add(ring.filter { $0.x.isFinite && $0.y.isFinite }.map(viewport.place))
      }
    case .mask(let mask): add(mask, viewport)
    }
  }
}
