public import EmendCore

/// The 16 registers that marks are drawn in, 240 to 255; the picture has those below.
///
/// They are the same for every picture of a theme, so that a label keeps its exact colour.
public struct OverlayColours: Hashable, Sendable {
  /// The number of the first register of the overlay.
  static let first = 240
  /// Stands in an overlay plane where nothing is drawn; no colour has it.
  static let none: UInt8 = 255
  static let dark: UInt8 = 248
  static let light: UInt8 = 249
  static let ghost: UInt8 = 250
  static let highlight: UInt8 = 251

  private let labels: [Colour]

  /// - Parameter labelColours: a theme's; those after the eighth are left out.
  public init(labelColours: [Colour]) {
    labels =
      labelColours.isEmpty
      ? [Colour(red: 255, green: 255, blue: 255)] : Array(labelColours.prefix(8))
  }

  /// The register of `colour`, or of the label colour nearest to it.
  func register(of colour: Colour) -> UInt8 {
    func distance(_ other: Colour) -> Int {
      let (red, green, blue) = (
        Int(colour.red) - Int(other.red), Int(colour.green) - Int(other.green),
        Int(colour.blue) - Int(other.blue)
      )
      return red * red + green * green + blue * blue
    }
    let best = labels.indices.min { distance(labels[$0]) < distance(labels[$1]) }
    return UInt8(Self.first + (best ?? 0))
  }

  /// The colours of registers 240 to 254.
  var registers: [Colour] {
    let black = Colour(red: 0, green: 0, blue: 0)
    var colours = labels + Array(repeating: black, count: 8 - labels.count)
    colours.append(black)
    colours.append(Colour(red: 255, green: 255, blue: 255))
    colours.append(Colour(red: 190, green: 190, blue: 190))
    colours.append(Colour(red: 255, green: 225, blue: 60))
    return colours + Array(repeating: black, count: 3)
  }
}
