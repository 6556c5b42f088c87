import EmendCore

/// A colour as a terminal takes it: 24 bits, or a number of its palette.
struct CellInk: Equatable {
  var value: UInt32
}

/// The colours that a terminal's text has.
struct CellInks {
  let colours: TextColours
  /// The few colours to choose from; empty where there are many.
  let few: [Colour]

  init(_ colours: TextColours) {
    self.colours = colours
    few =
      switch colours {
      case .direct, .indexed: []
      case .sixteen: Self.basic
      case .eight: Array(Self.basic.prefix(8))
      case .none: [Self.basic[0], Self.basic[7]]
      }
  }

  /// The ink nearest to a colour.
  func ink(_ colour: Colour) -> CellInk {
    switch colours {
    case .direct:
      CellInk(
        value: UInt32(colour.red) << 16 | UInt32(colour.green) << 8 | UInt32(colour.blue))
    case .indexed: CellInk(value: UInt32(xtermColour(nearestTo: colour)))
    case .sixteen, .eight, .none: CellInk(value: UInt32(nearest(to: colour)))
    }
  }

  /// Of few colours, the number of the nearest.
  func nearest(to colour: Colour) -> Int {
    few.indices.min { distance(few[$0], colour) < distance(few[$1], colour) } ?? 0
  }

  /// Squared, with what sets two greys apart counted less than a tint: plain distance takes cyan
  /// for the nearest of eight to a middle grey.
  private func distance(_ one: Colour, _ other: Colour) -> Float {
    let (one, other) = (SIMD3(one), SIMD3(other))
    let weights = SIMD3<Float>(0.3, 0.59, 0.11)
    let difference = one - other
    let light = (difference * weights).sum()
    let tint = difference - SIMD3(repeating: light)
    return light * light + (tint * tint).sum() * 1.5
  }

  /// As xterm shows them; each user sets them to taste.
  private static let basic: [Colour] = [
    Colour(red: 0, green: 0, blue: 0), Colour(red: 205, green: 0, blue: 0),
    Colour(red: 0, green: 205, blue: 0), Colour(red: 205, green: 205, blue: 0),
    Colour(red: 0, green: 0, blue: 238), Colour(red: 205, green: 0, blue: 205),
    Colour(red: 0, green: 205, blue: 205), Colour(red: 229, green: 229, blue: 229),
    Colour(red: 127, green: 127, blue: 127), Colour(red: 255, green: 0, blue: 0),
    Colour(red: 0, green: 255, blue: 0), Colour(red: 255, green: 255, blue: 0),
    Colour(red: 92, green: 92, blue: 255), Colour(red: 255, green: 0, blue: 255),
    Colour(red: 0, green: 255, blue: 255), Colour(red: 255, green: 255, blue: 255),
  ]

  enum Ground {
    case character
    case background
  }

  /// Appends the sequence (SGR) that sets a colour; nothing where there are none.
  func append(_ ink: CellInk, _ ground: Ground, to bytes: inout [UInt8]) {
    let value = ink.value
    let base = ground == .character ? 30 : 40
    switch colours {
    case .direct:
      bytes += "\u{1b}[\(base + 8);2;\(value >> 16);\(value >> 8 & 255);\(value & 255)m".utf8
    case .indexed: bytes += "\u{1b}[\(base + 8);5;\(value)m".utf8
    case .sixteen where value >= 8: bytes += "\u{1b}[\(base + 60 + Int(value) - 8)m".utf8
    case .sixteen, .eight: bytes += "\u{1b}[\(base + Int(value))m".utf8
    case .none: break
    }
  }
}

/// The number, 16 to 255, of the colour of xterm's 256 that is nearest to `colour`.
///
/// The first 16 are left out, because users change them.
func xtermColour(nearestTo colour: Colour) -> Int {
  let steps = [0, 95, 135, 175, 215, 255]
  let channels = [Int(colour.red), Int(colour.green), Int(colour.blue)]
  let nearest = channels.map { channel in
    steps.indices.min { abs(steps[$0] - channel) < abs(steps[$1] - channel) } ?? 0
  }
  let grey = min(23, max(0, (channels.reduce(0, +) / 3 - 3) / 10))
  func error(_ values: [Int]) -> Int {
    zip(values, channels).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }
  let cube = error(nearest.map { steps[$0] })
  return error(Array(repeating: 8 + grey * 10, count: 3)) < cube
    ? 232 + grey : 16 + nearest[0] * 36 + nearest[1] * 6 + nearest[2]
}

extension SIMD3<Float> {
  /// Red, green and blue, `0...255`.
  init(_ colour: Colour) { self.init(Float(colour.red), Float(colour.green), Float(colour.blue)) }

  var colour: Colour {
    let held = clamped(lowerBound: .zero, upperBound: .init(repeating: 255)).rounded(
      .toNearestOrAwayFromZero)
    return Colour(red: UInt8(held.x), green: UInt8(held.y), blue: UInt8(held.z))
  }
}
