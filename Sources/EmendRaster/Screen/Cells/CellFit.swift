import EmendCore

/// What one cell shows.
struct ArtCell: Equatable {
  var scalar: UInt32
  var character: CellInk
  var background: CellInk
}

/// Finds for each cell of a picture the character and the two colours that show it best.
struct CellFit {
  let symbols: CellSymbols
  let inks: CellInks
  private let shapes: [CellShape]

  init(_ symbols: CellSymbols, _ inks: CellInks) {
    (self.symbols, self.inks, shapes) = (symbols, inks, symbols.shapes)
  }

  /// The cell whose spots have these mean colours.
  ///
  /// - Parameters:
  ///   - spots: one mean colour for each spot, `0...255` a channel.
  ///   - place: the cell's column and row, which few colours are dithered by.
  /// - Returns: one of the symbols, and its colours.
  func cell(_ spots: [SIMD3<Float>], at place: CellPoint) -> ArtCell {
    inks.few.isEmpty ? best(spots) : dithered(spots, at: place)
  }

  /// The parting that leaves the least squared error, each side in its mean colour.
  private func best(_ spots: [SIMD3<Float>]) -> ArtCell {
    let total = spots.reduce(.zero, +)
    let count = Float(spots.count)
    var (gain, choice) = ((total * total).sum() / count, CellShape.space)
    // A parting that is hardly seen costs a second colour in bytes: 2 levels a channel.
    gain += 2 * 2 * 3 * count
    var (inside, outside) = (SIMD3<Float>.zero, total / count)
    for shape in shapes {
      var sum = SIMD3<Float>.zero
      for spot in spots.indices where shape.spots >> UInt16(spot) & 1 == 1 { sum += spots[spot] }
      let own = Float(shape.spots.nonzeroBitCount)
      let rest = total - sum
      let found = (sum * sum).sum() / own + (rest * rest).sum() / (count - own)
      guard found > gain else { continue }
      (gain, choice) = (found, shape)
      (inside, outside) = (sum / own, rest / (count - own))
    }
    let background = inks.ink(outside.colour)
    let character = choice == .space ? background : inks.ink(inside.colour)
    return character == background
      ? ArtCell(scalar: CellShape.space.scalar, character: background, background: background)
      : ArtCell(scalar: choice.scalar, character: character, background: background)
  }

  /// Thresholds of an ordered dither (Bayer 1973), `0...15`.
  private static let thresholds: [Float] = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5]

  /// With few colours: each part of the cell in the nearest of them after an ordered dither, then
  /// the two that the parts need most.
  private func dithered(_ spots: [SIMD3<Float>], at place: CellPoint) -> ArtCell {
    let grid = symbols.grid
    let reach: Float = inks.colours == .sixteen ? 100 : 220
    let wanted = (0..<grid.columns * grid.rows).map { part in
      let (column, row) = (part % grid.columns, part / grid.columns)
      let x = place.column * grid.columns + column
      let y = place.row * grid.rows + row
      let threshold = Self.thresholds[y % 4 * 4 + x % 4]
      let shift = ((threshold + 0.5) / 16 - 0.5) * reach
      return inks.nearest(to: (mean(of: spots, column, row) + SIMD3(repeating: shift)).colour)
    }
    let (character, background) = twoColours(of: wanted)
    var pattern = 0
    for (part, colour) in wanted.enumerated()
    where isNearer(colour, to: character, than: background) { pattern |= 1 << part }
    return ArtCell(
      scalar: symbols.shape(of: pattern).scalar, character: CellInk(value: UInt32(character)),
      background: CellInk(value: UInt32(background)))
  }

  /// The colours that most parts want; the second is the background.
  private func twoColours(of wanted: [Int]) -> (Int, Int) {
    // Without colours a character is light on dark.
    guard inks.colours > .none else { return (1, 0) }
    let counts = Dictionary(wanted.map { ($0, 1) }, uniquingKeysWith: +)
    let order = counts.keys.sorted { (counts[$0] ?? 0, $1) > (counts[$1] ?? 0, $0) }
    return (order.dropFirst().first ?? order[0], order[0])
  }

  private func isNearer(_ colour: Int, to one: Int, than other: Int) -> Bool {
    if one == other { return false }
    if colour == one || colour == other { return colour == one }
    func apart(_ number: Int) -> Float {
      let difference = SIMD3(inks.few[number]) - SIMD3(inks.few[colour])
      return (difference * difference).sum()
    }
    return apart(one) < apart(other)
  }

  /// The mean colour of a part of the grid.
  private func mean(of spots: [SIMD3<Float>], _ column: Int, _ row: Int) -> SIMD3<Float> {
    let (wide, high) = (
      CellShape.columns / symbols.grid.columns, CellShape.rows / symbols.grid.rows
    )
    var sum = SIMD3<Float>.zero
    for y in row * high..<(row + 1) * high {
      for x in column * wide..<(column + 1) * wide { sum += spots[y * CellShape.columns + x] }
    }
    return sum / Float(wide * high)
  }
}
