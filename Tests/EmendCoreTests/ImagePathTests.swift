import EmendCore
import Testing

@Suite struct ImagePathTests {
  @Test func everyBytePairSurvivesItsEncodedForm() {
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        let path = ImagePath(bytes: [first, second, UInt8(ascii: "a")])
        #expect(ImagePath(encoded: path.encoded) == path)
        #expect(ImagePath(encoded: path.display) == path)
      }
    }
  }

  @Test func nothingShownControlsTheTerminal() {
    let hostile = ImagePath("a\u{1b}[2Jb\n\u{9b}31mc\u{202e}gpj")
    #expect(hostile.display == "a\\x1b[2Jb\\x0a\\xc2\\x9b31mc\\xe2\\x80\\xaegpj")
  }
}
