import EmendCore
import Testing

/// The label colours of the themes that come along, to people with each kind of colour vision.
@Suite struct LabelColourTests {
  /// The least CIEDE2000 that any two of the first colours have.
  ///
  /// 2.3 is just seen side by side; what is 10 apart is told apart from memory.
  static let promises: [(count: Int, distance: Double)] = [
    (11, 10.8), (16, 10), (40, 5.7), (80, 3.8),
  ]

  @Test(arguments: ColourVision.allCases)
  func labelsAreToldApart(_ vision: ColourVision) throws {
    let (theme, _) = ThemeReaderTests.read(try ThemeReaderTests.builtin("dusk"))
    let seen = theme.labelColours.map { SeenColour($0, vision) }
    for (count, distance) in Self.promises {
      var least = Double.infinity
      for (index, colour) in seen.prefix(count).enumerated() {
        for other in seen[..<index] { least = min(least, colour.distance(to: other)) }
      }
      #expect(least >= distance, "\(count) colours")
    }
  }

  @Test func noLabelIsTakenForWhatIsDrawnInBlackAndWhite() throws {
    let (theme, _) = ThemeReaderTests.read(try ThemeReaderTests.builtin("dusk"))
    for hex in ["#000000", "#ffffff"] {
      let drawn = SeenColour(try #require(Colour(hex: hex)), .usual)
      for colour in theme.labelColours {
        #expect(SeenColour(colour, .usual).distance(to: drawn) > 10, "\(colour)")
      }
    }
  }

  /// Pairs of Sharma, Wu and Dalal 2005, table 1, where a usual mistake shows.
  @Test(arguments: [
    (SeenColour(50, 2.6772, -79.7751), SeenColour(50, 0, -82.7485), 2.0425),
    (SeenColour(50, 2.49, -0.001), SeenColour(50, -2.49, 0.0009), 7.1792),
    (SeenColour(50, 2.5, 0), SeenColour(58, 24, 15), 19.4535),
    (SeenColour(22.7233, 20.0904, -46.694), SeenColour(23.0331, 14.973, -42.5619), 2.0373),
    (SeenColour(2.0776, 0.0795, -1.135), SeenColour(0.9033, -0.0636, -0.5514), 0.9082),
  ])
  func distancesAreThoseOfTheStandard(_ one: SeenColour, _ other: SeenColour, _ distance: Double) {
    #expect(abs(one.distance(to: other) - distance) < 0.00005)
    #expect(abs(other.distance(to: one) - distance) < 0.00005)
  }
}
