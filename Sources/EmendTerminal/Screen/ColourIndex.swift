import EmendCore

/// How many colours a terminal shows, and which of its numbers is nearest to a colour.
enum ColourDepth: Equatable, Sendable {
  case none
  /// The eight of ECMA-48, which each user sets to taste.
  case eight
  /// xterm's 256. The first 16 are the user's, so only the cube and the greys are used.
  case indexed
  /// The number is the colour.
  case direct

  /// - Parameter colours: what terminfo says (`colors`).
  init(colours: Int) {
    self =
      switch colours {
      case 0x100_0000...: .direct
      case 256...: .indexed
      case 8...: .eight
      default: .none
      }
  }

  /// The terminal's number for the colour nearest to `colour`; nil without colours.
  func index(of colour: Colour) -> Int32? {
    switch self {
    case .none: nil
    case .eight: Self.basicGrey(colour) ?? Self.nearest(to: colour, among: Self.basic)
    case .indexed: Self.nearest(to: colour, among: Self.cubeAndGreys).map { $0 + 16 }
    case .direct:
      Int32(colour.red) << 16 | Int32(colour.green) << 8 | Int32(colour.blue)
    }
  }

  /// Black or white for what is nearly grey; the nearest of eight to a middle grey is cyan.
  private static func basicGrey(_ colour: Colour) -> Int32? {
    let channels = [colour.red, colour.green, colour.blue]
    guard let low = channels.min(), let high = channels.max(), high - low < 40 else { return nil }
    // Dim text stays readable, and only the background of a bar becomes black.
    return high < 96 ? 0 : 7
  }

  /// As xterm shows them.
  private static let basic: [Colour] = [
    Colour(red: 0, green: 0, blue: 0), Colour(red: 205, green: 0, blue: 0),
    Colour(red: 0, green: 205, blue: 0), Colour(red: 205, green: 205, blue: 0),
    Colour(red: 0, green: 0, blue: 238), Colour(red: 205, green: 0, blue: 205),
    Colour(red: 0, green: 205, blue: 205), Colour(red: 229, green: 229, blue: 229),
  ]

  private static let cubeAndGreys: [Colour] = {
    let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
    let cube = levels.flatMap { red in
      levels.flatMap { green in levels.map { Colour(red: red, green: green, blue: $0) } }
    }
    let greys = (0..<24).map { UInt8(8 + 10 * $0) }
    return cube + greys.map { Colour(red: $0, green: $0, blue: $0) }
  }()

  /// By the distance that weighs the channels as the eye does (CompuPhase's "redmean"); plain
  /// distance takes a dark blue for black.
  private static func nearest(to colour: Colour, among candidates: [Colour]) -> Int32? {
    let distances = candidates.map { distance($0, colour) }
    return distances.min().flatMap { distances.firstIndex(of: $0) }.map(Int32.init)
  }

  private static func distance(_ one: Colour, _ other: Colour) -> Int {
    let mean = (Int(one.red) + Int(other.red)) / 2
    let red = Int(one.red) - Int(other.red)
    let green = Int(one.green) - Int(other.green)
    let blue = Int(one.blue) - Int(other.blue)
    return (512 + mean) * red * red / 256 + 4 * green * green + (767 - mean) * blue * blue / 256
  }
}
