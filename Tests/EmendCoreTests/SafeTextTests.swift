import EmendCore
import Testing

@Suite struct SafeTextTests {
  @Test(arguments: [
    ("plain", "plain"), ("Ünï 😀 👩‍👩‍👧", "Ünï 😀 👩‍👩‍👧"), ("back\\slash", "back\\slash"),
    ("a\u{1b}[2Jb", "a\\x1b[2Jb"), ("a\r\nb", "a\\x0d\\x0ab"), ("\u{9b}31m", "\\xc2\\x9b31m"),
    ("\u{202e}gpj.exe", "\\xe2\\x80\\xaegpj.exe"), ("\u{7f}", "\\x7f"),
  ])
  func whatATerminalWouldObeyIsWrittenOut(text: String, shown: String) {
    #expect(SafeText.display(text) == shown)
  }
}
