import Testing

@testable import EmendInference

@Suite struct CanonicalFormTests {
  @Test(arguments: [
    ("a\u{301}\u{316}", "a\u{316}\u{301}", "\u{e1}\u{316}"),
    ("\u{ac00}", "\u{1100}\u{1161}", "\u{ac00}"), ("\u{212b}", "A\u{30a}", "\u{c5}"),
    // Swift 6.3.1 leaves them in this order.
    ("a\u{816}\u{f73}", "a\u{f71}\u{f72}\u{816}", "a\u{f71}\u{f72}\u{816}"),
    // Of Unicode 10 to 16, which Hugging Face's tables do not know: no parts, and no marks.
    ("\u{11938}", "\u{11938}", "\u{11938}"), ("\u{16121}", "\u{16121}", "\u{16121}"),
    ("\u{1df6}\u{1def}", "\u{1df6}\u{1def}", "\u{1df6}\u{1def}"),
    ("\u{11935}\u{11930}", "\u{11935}\u{11930}", "\u{11935}\u{11930}"),
  ])
  func formsAreThoseOfHuggingFace(text: String, decomposed: String, composed: String) {
    let scalars = Array(text.unicodeScalars)
    #expect(CanonicalForm.decomposed.of(scalars) == Array(decomposed.unicodeScalars))
    #expect(CanonicalForm.composed.of(scalars) == Array(composed.unicodeScalars))
  }
}
