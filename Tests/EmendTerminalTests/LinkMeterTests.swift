import Testing

@testable import EmendTerminal

@Suite struct LinkMeterTests {
  @Test func beforeAnyPictureAShortRoundTripStandsForALocalTerminal() {
    #expect(LinkMeter(roundTrip: 0.001).bytes(within: 0.1) == .max)
    #expect(LinkMeter(roundTrip: 0.05).bytes(within: 0.1) == 100_000)
  }

  @Test func aLargePictureTellsTheRateBeyondTheRoundTrip() {
    var meter = LinkMeter(roundTrip: 0.05)
    meter.note(bytes: 1_000_000, seconds: 2.05)
    #expect(abs(meter.bytes(within: 1) - 500_000) <= 1)
    meter.note(bytes: 1_000_000, seconds: 1.05)
    #expect(abs(meter.bytes(within: 1) - 750_000) <= 1, "half old, half new")
  }

  @Test func aSmallPictureTellsTheRoundTripAlone() {
    var meter = LinkMeter(roundTrip: 0.5)
    meter.note(bytes: 2000, seconds: 0.1)
    #expect(meter.bytesPerSecond == nil)
    meter.note(bytes: 100_000, seconds: 0.2)
    #expect(abs(meter.bytes(within: 1) - 1_000_000) <= 1)
  }

  @Test func anAnswerFasterThanTheClockGivesANumber() {
    var meter = LinkMeter(roundTrip: 0)
    meter.note(bytes: 1_000_000, seconds: 0)
    #expect(meter.bytes(within: 1) == 1_000_000_000)
  }
}
