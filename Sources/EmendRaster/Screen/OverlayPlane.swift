import EmendCore

/// What is drawn over the picture: a register for each screen pixel, or none.
struct OverlayPlane {
  let width: Int
  let height: Int
  private(set) var registers: [UInt8]
  /// The picture under it, which a tint mixes with; as many registers.
  private let base: [UInt8]

  /// - Precondition: `base` has `width * height` registers.
  init(width: Int, height: Int, base: [UInt8]) {
    precondition(base.count == width * height, "\(base.count) pixels for \(width)x\(height)")
    self.width = width
    self.height = height
    self.base = base
    registers = Array(repeating: OverlayColours.none, count: width * height)
  }

  var area: ScreenRect { ScreenRect(left: 0, top: 0, right: width, bottom: height) }

  /// The picture with the overlay over it.
  func overBase() -> [UInt8] {
    var result = base
    // A loop without checks and branches becomes vector code.
    result.withUnsafeMutableBufferPointer { result in
      registers.withUnsafeBufferPointer { drawn in
        for index in 0..<drawn.count {
          let register = drawn[index]
          result[index] = register == OverlayColours.none ? result[index] : register
        }
      }
    }
    return result
  }

  /// Draws one pixel, if it is in the plane.
  mutating func set(_ x: Int, _ y: Int, _ register: UInt8) {
    guard x >= 0, x < width, y >= 0, y < height else { return }
    registers[y * width + x] = register
  }

  /// Fills a rectangle; what lies outside the plane is cut.
  mutating func fill(_ area: ScreenRect, _ ink: Ink) {
    let visible = area.intersection(self.area)
    guard !visible.isEmpty else { return }
    for y in visible.top..<visible.bottom { drawRow(y, visible.left..<visible.right, ink) }
  }

  /// Fills a rectangle with one register.
  mutating func fill(_ area: ScreenRect, _ register: UInt8) { fill(area, .plain(register)) }

  /// Draws the inner edge of a rectangle, `thickness` pixels wide.
  mutating func frame(_ area: ScreenRect, thickness: Int, _ ink: Ink) {
    let top = min(area.bottom, area.top + thickness)
    let bottom = max(top, area.bottom - thickness)
    fill(area.with(bottom: top), ink)
    fill(area.with(top: bottom), ink)
    let sides = area.with(top: top, bottom: bottom)
    fill(sides.with(right: min(area.right, area.left + thickness)), ink)
    let right = max(area.right - thickness, area.left + thickness)
    fill(sides.with(left: min(area.right, right)), ink)
  }

  /// Draws a square of `side` pixels about `centre`.
  mutating func square(at centre: ScreenPoint, side: Int, _ register: UInt8) {
    let (left, top) = (centre.x - side / 2, centre.y - side / 2)
    fill(ScreenRect(left: left, top: top, right: left + side, bottom: top + side), register)
  }

  /// Draws some pixels of a row that is in the plane.
  ///
  /// Buffers without checks, because outlines of 10,000 objects are drawn by it.
  private mutating func drawRow(_ y: Int, _ columns: Range<Int>, _ ink: Ink) {
    let start = y * width
    registers.withUnsafeMutableBufferPointer { pixels in
      switch ink {
      case .plain(let register):
        for place in start + columns.lowerBound..<start + columns.upperBound {
          pixels[place] = register
        }
      case .pattern(let pattern):
        var phase = (columns.lowerBound + y) % pattern.period
        for place in start + columns.lowerBound..<start + columns.upperBound {
          let register = pattern.cycle[phase]
          if register != OverlayColours.none { pixels[place] = register }
          phase = phase + 1 == pattern.period ? 0 : phase + 1
        }
      case .tint(let table):
        for place in start + columns.lowerBound..<start + columns.upperBound {
          let under = pixels[place]
          pixels[place] = table[Int(under == OverlayColours.none ? base[place] : under)]
        }
      }
    }
  }

  /// Draws the pixels of one kind in a row that is in the plane.
  ///
  /// Without branches, so that it becomes vector code, and without checks.
  /// - Precondition: a pattern is repeated over the row.
  mutating func draw(_ kind: UInt8, of kinds: [UInt8], at start: ScreenPoint, _ ink: Ink) {
    let place = start.y * width + start.x
    registers.withUnsafeMutableBufferPointer { registers in
      kinds.withUnsafeBufferPointer { kinds in
        let pixels = UnsafeMutableBufferPointer(
          rebasing: registers[place..<place + kinds.count])
        switch ink {
        case .plain(let register):
          for index in 0..<kinds.count {
            pixels[index] = kinds[index] == kind ? register : pixels[index]
          }
        case .pattern(let pattern):
          pattern.cycle.withUnsafeBufferPointer { cycle in
            let phase = (start.x + start.y) % pattern.period
            let row = UnsafeBufferPointer(rebasing: cycle[phase..<phase + kinds.count])
            for index in 0..<kinds.count {
              let isDrawn = kinds[index] == kind && row[index] != OverlayColours.none
              pixels[index] = isDrawn ? row[index] : pixels[index]
            }
          }
        case .tint(let table):
          for index in 0..<kinds.count where kinds[index] == kind {
            let under = pixels[index]
            let shown = under == OverlayColours.none ? base[place + index] : under
            pixels[index] = table[Int(shown)]
          }
        }
      }
    }
  }
}
