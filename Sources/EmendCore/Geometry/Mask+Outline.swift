extension Mask {
  /// The edges of the set pixels as closed rings, which `Mask(polygon:size:)` fills again.
  ///
  /// Rings go clockwise along the pixels' edges, one for each set of pixels that share edges; its
  /// holes are bridged into it.
  /// - Complexity: O(pixels)
  public var outline: Polygon {
    var tracer = OutlineTracer(self)
    tracer.trace()
    return Polygon(rings: tracer.groups.map(Polygon.bridged))
  }
}

/// Follows the edges between set pixels and others, with the set ones on the right hand.
private struct OutlineTracer {
  private enum Heading {
    case right, down, left, up
  }

  /// A corner of the pixel grid, and the way on from there.
  private struct Position: Equatable {
    var x: Int
    var y: Int
    var heading: Heading
  }

  private let size: ImageSize
  private let rows: [UInt8]
  /// Whether the edge above a pixel was walked; there is one row more than of pixels.
  private var isWalked: [Bool]
  /// For each pixel whose left edge was walked, the group of the ring that it is part of.
  private var groupOfLeftEdge: [Int]
  /// An outer ring each, then its holes.
  private(set) var groups: [[[ImagePoint]]] = []

  init(_ mask: Mask) {
    size = mask.size
    rows = mask.rows
    isWalked = [Bool](repeating: false, count: mask.size.width * (mask.size.height + 1))
    groupOfLeftEdge = [Int](repeating: 0, count: rows.count)
  }

  /// Row by row, so that the ring around a hole is found before the hole.
  mutating func trace() {
    for row in 0...size.height {
      for column in 0..<size.width where !isWalked[row * size.width + column] {
        let (above, below) = (isSet(column, row - 1), isSet(column, row))
        if below && !above {
          groups.append([])
          follow(Position(x: column, y: row, heading: .right), group: groups.count - 1)
        } else if above && !below {
          let start = Position(x: column + 1, y: row, heading: .left)
          follow(start, group: group(ofPixelAt: column, row - 1))
        }
      }
    }
  }

  private func isSet(_ column: Int, _ row: Int) -> Bool {
    column >= 0 && row >= 0 && column < size.width && row < size.height
      && rows[row * size.width + column] != 0
  }

  /// The group that a set pixel belongs to, by the nearest edge on its left.
  private func group(ofPixelAt column: Int, _ row: Int) -> Int {
    var column = column
    while isSet(column - 1, row) { column -= 1 }
    return groupOfLeftEdge[row * size.width + column]
  }

  private mutating func follow(_ start: Position, group: Int) {
    var ring: [ImagePoint] = []
    var position = start
    repeat {
      let heading = position.heading
      walk(&position, group: group)
      turn(&position)
      if position.heading != heading {
        ring.append(ImagePoint(x: Double(position.x), y: Double(position.y)))
      }
    } while position != start
    groups[group].append(ring)
  }

  private mutating func walk(_ position: inout Position, group: Int) {
    switch position.heading {
    case .right:
      isWalked[position.y * size.width + position.x] = true
      position.x += 1
    case .left:
      position.x -= 1
      isWalked[position.y * size.width + position.x] = true
    case .down: position.y += 1
    case .up:
      position.y -= 1
      groupOfLeftEdge[position.y * size.width + position.x] = group
    }
  }

  /// To the right where it can, so that pixels that only share a corner are kept apart.
  private func turn(_ position: inout Position) {
    let (x, y) = (position.x, position.y)
    let (topLeft, topRight) = (isSet(x - 1, y - 1), isSet(x, y - 1))
    let (bottomLeft, bottomRight) = (isSet(x - 1, y), isSet(x, y))
    position.heading =
      switch position.heading {
      case .right: !bottomRight ? .down : !topRight ? .right : .up
      case .down: !bottomLeft ? .left : !bottomRight ? .down : .right
      case .left: !topLeft ? .up : !bottomLeft ? .left : .down
      case .up: !topRight ? .right : !topLeft ? .up : .left
      }
  }
}
