import Testing

@testable import EmendInference

@Suite struct TextPatternTests {
  @Test(arguments: [
    (#"\s+(?!\S)|\s+"#, "a   b c ", ["  ", " ", " ", " "]),
    (#"'s|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"#, "it's 42!!", ["it", "'s", "4", "2", "!!"]),
    (#" {2,}"#, "a b  c", ["  "]), (#"a{2}b?"#, "aaab", ["aa"]), (#"[a-c\-\]]+"#, "xb-]d", ["b-]"]),
    (#"\."#, "a.b", ["."]), (#"a*b"#, "aab", ["aab"]),
  ])
  func aPatternMatchesAsOnigurumaSays(pattern: String, text: String, matches: [String]) throws {
    let text = Array(text.unicodeScalars)
    let found = try TextPatternReader.pattern(pattern).matches(in: text)
    #expect(found.map { String(String.UnicodeScalarView(text[$0])) } == matches)
  }

  @Test(arguments: [
    "", "a|", "(a)", "a*", ".", "^a", "a$", "\\d", "\\p{Lu}", "[[:alpha:]]", "a++", "a{2", "[a&&b]",
    "[z-a]", "a\\", "[a", "a*b*c*d",
  ])
  func whatIsNotKnownIsNotRead(pattern: String) {
    #expect(throws: TextPatternReader.Unreadable.self) {
      try TextPatternReader.pattern(pattern)
    }
  }

  @Test(arguments: [
    (TextSplit.removed, ["a", "b"]), (.isolated, ["a", "-", "-", "b"]),
    (.contiguous, ["a", "--", "b"]), (.mergedWithPrevious, ["a-", "-", "b"]),
    (.mergedWithNext, ["a", "-", "-b"]),
  ])
  func aTextIsCutAsTheFileSays(split: TextSplit, parts: [String]) throws {
    let text = Array("a--b".unicodeScalars)
    let found = split.parts(of: text, at: TextPattern.literal(["-"]).matches(in: text))
    #expect(found.map { String(String.UnicodeScalarView($0)) } == parts)
  }
}
