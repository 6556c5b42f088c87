import EmendCore
import Testing

@testable import EmendRaster

@Suite struct OverlayColourTests {
  private let greys = (0..<240).map { Colour(red: UInt8($0), green: UInt8($0), blue: UInt8($0)) }

  private func label(_ number: Int) -> Colour {
    Colour(red: 250, green: UInt8(number * 20), blue: 30)
  }

  @Test func labelsGetRegistersInTheOrderInWhichTheyAreDrawn() {
    var colours = OverlayColours(picture: greys)
    #expect(colours.palette.count == 244)
    #expect(colours.palette.starts(with: greys))
    for number in [3, 1, 2, 1, 3] { _ = colours.register(of: label(number)) }
    #expect(colours.palette.dropFirst(244) == [label(3), label(1), label(2)])
  }

  @Test func aRegisterNeverChangesItsColour() {
    var colours = OverlayColours(picture: greys)
    var palette = colours.palette
    for number in 0..<12 {
      let register = colours.register(of: label(number))
      #expect(colours.palette.starts(with: palette))
      #expect(number == 11 || colours.palette[Int(register)] == label(number))
      palette = colours.palette
    }
    #expect(palette.count == 255)
  }

  @Test func labelsThatComeTooLateShareTheNearestColourOfAll() {
    var colours = OverlayColours(picture: greys)
    for number in 0..<11 { _ = colours.register(of: label(number)) }
    #expect(colours.register(of: Colour(red: 99, green: 99, blue: 100)) == 99)
    #expect(
      colours.register(of: Colour(red: 250, green: 198, blue: 30))
        == colours.register(of: label(10)))
    #expect(colours.register(of: Colour(red: 255, green: 255, blue: 255)) == OverlayColours.light)
  }

  @Test func aTintMixesWithWhatIsUnderIt() {
    var colours = OverlayColours(picture: greys)
    let white = Colour(red: 255, green: 255, blue: 255)
    let half = colours.tint(white, percent: 50)
    for table in [half.even, half.odd] {
      #expect(table[0] == 128 && table[100] == 178 && table[240] == 128)
      #expect(table[241] == OverlayColours.light)
    }
    let red = Colour(red: 255, green: 0, blue: 0)
    let strong = colours.tint(red, percent: 100)
    #expect(strong.even == Array(repeating: colours.register(of: red), count: 256))
  }

  @Test func aGreyPictureIsTintedByTwoColoursInTurn() {
    var colours = OverlayColours(picture: greys)
    let red = Colour(red: 255, green: 0, blue: 0)
    let own = colours.register(of: red)
    let tint = colours.tint(red, percent: 40)
    #expect((60..<200).allSatisfy { (tint.even[$0] == own) != (tint.odd[$0] == own) })
  }

  @Test func aTintDoesNotDependOnTheLabelsBeforeIt() {
    var (early, late) = (OverlayColours(picture: greys), OverlayColours(picture: greys))
    let red = Colour(red: 255, green: 0, blue: 0)
    _ = early.register(of: red)
    _ = late.register(of: red)
    for number in 0..<9 { _ = late.register(of: label(number)) }
    let (one, other) = (early.tint(red, percent: 40), late.tint(red, percent: 40))
    #expect(one.even.prefix(245) == other.even.prefix(245))
    #expect(one.odd.prefix(245) == other.odd.prefix(245))
  }

  @Test(arguments: [
    ("#f0e442", OverlayColours.dark), ("#ffffff", OverlayColours.dark),
    ("#0000ff", OverlayColours.light), ("#202020", OverlayColours.light),
  ])
  func theContrastIsTheFartherOfBlackAndWhite(_ hex: String, _ contrast: UInt8) throws {
    var colours = OverlayColours(picture: greys)
    let register = colours.register(of: try #require(Colour(hex: hex)))
    #expect(colours.contrast(to: register) == contrast)
  }
}
