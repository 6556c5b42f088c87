import EmendCore

/// The registers that marks on one image are drawn in; the picture has those below 240.
///
/// Labels get the registers that are free in the order in which they are first drawn on the
/// image, and keep them while it is shown: older pixels of a register are still on the screen.
struct OverlayColours: Sendable {
  /// The number of the first register of the overlay.
  static let first = 240
  static let dark: UInt8 = 240
  static let light: UInt8 = 241
  static let ghost: UInt8 = 242
  /// The edge that the keys move, and its handle.
  static let highlight: UInt8 = 243
  /// As many labels of an image have a colour that is exact.
  static let labelLimit = 11
  /// Stands in an overlay plane where nothing is drawn; no colour has it.
  static let none: UInt8 = 255

  private static let fixed = [
    Colour(red: 0, green: 0, blue: 0), Colour(red: 255, green: 255, blue: 255),
    Colour(red: 190, green: 190, blue: 190), Colour(red: 255, green: 225, blue: 60),
  ]

  /// All registers so far, those of the picture first.
  private(set) var palette: [Colour]
  private var perceived: [PerceivedColour]
  private var known: [Colour: UInt8] = [:]
  private var tints: [Veil: Ink.Tint] = [:]

  private struct Veil: Hashable {
    var colour: Colour
    var percent: Int
  }

  /// - Parameter picture: the picture's palette; black fills it up to 240 colours.
  init(picture: [Colour]) {
    precondition(picture.count <= Self.first, "\(picture.count) colours, expected at most 240")
    let black = Colour(red: 0, green: 0, blue: 0)
    palette = picture + repeatElement(black, count: Self.first - picture.count) + Self.fixed
    perceived = palette.map { PerceivedColour($0) }
  }

  /// The register of a label's colour: its own, or the nearest where all are taken.
  mutating func register(of colour: Colour) -> UInt8 {
    if let known = known[colour] { return known }
    let register: UInt8
    if palette.count < Self.first + Self.fixed.count + Self.labelLimit {
      register = UInt8(palette.count)
      palette.append(colour)
      perceived.append(PerceivedColour(colour))
    } else {
      register = nearest(to: PerceivedColour(colour), among: palette.indices)
    }
    known[colour] = register
    return register
  }

  /// What each register becomes under a veil of `colour` that covers `percent`.
  ///
  /// Mixed colours are taken from the picture's palette, the fixed ones and the veil's own, so
  /// that the labels drawn before make no difference. Two of them, in turn, are the wanted colour
  /// together: a grey picture's palette has nothing that is reddish.
  /// - Complexity: O(colours²) for the first time: 0.4 ms.
  mutating func tint(_ colour: Colour, percent: Int) -> Ink.Tint {
    let wanted = Veil(colour: colour, percent: percent)
    if let known = tints[wanted] { return known }
    let own = register(of: colour)
    let choice = Array(0..<Self.first + Self.fixed.count) + [Int(own)]
    var tint = Ink.Tint(even: Array(repeating: own, count: 256), odd: [])
    tint.odd = tint.even
    for number in palette.indices {
      let mixed = palette[number].mixed(with: colour, percent: percent)
      let even = nearest(to: PerceivedColour(mixed), among: choice)
      let rest = palette[Int(even)].mixed(with: mixed, percent: 200)
      tint.even[number] = even
      tint.odd[number] = nearest(to: PerceivedColour(rest), among: choice)
    }
    tints[wanted] = tint
    return tint
  }

  private func nearest(
    to colour: PerceivedColour, among numbers: some Sequence<Int>
  ) -> UInt8 {
    var (best, least) = (0, Float.infinity)
    for number in numbers {
      let distance = perceived[number].squaredDistance(to: colour)
      if distance < least { (best, least) = (number, distance) }
    }
    return UInt8(best)
  }

  /// Black or white, whichever is further from a register's colour.
  func contrast(to register: UInt8) -> UInt8 {
    perceived[Int(register)].lightness > 0.55 ? Self.dark : Self.light
  }
}

extension Colour {
  /// `percent` of another colour and the rest of this one; above 100, as far beyond the other.
  fileprivate func mixed(with other: Colour, percent: Int) -> Colour {
    func mix(_ own: UInt8, _ other: UInt8) -> UInt8 {
      UInt8(min(max((Int(own) * (100 - percent) + Int(other) * percent + 50) / 100, 0), 255))
    }
    return Colour(
      red: mix(red, other.red), green: mix(green, other.green), blue: mix(blue, other.blue))
  }
}
