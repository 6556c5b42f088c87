import Testing

@testable import EmendFormats

@Suite struct JSONTests {
  static func value(_ text: String) throws -> JSONValue {
    try JSONReader.value(in: Array(text.utf8), file: "a.json")
  }

  @Test(arguments: [
    "{}", "[]", "null", #"{"b":1,"a":[true,false,null]}"#, "[1e2,-0.0,0,123456789012345678901]",
    #""\"\\\n\t\u0000\u009b/é😀""#, "[[[[[[1.50]]]]]]",
  ])
  func ourOwnTextComesBackAsItIs(_ text: String) throws {
    #expect(try Self.value(text).description == text)
  }

  @Test func escapesBecomeTheirCharacters() throws {
    #expect(try Self.value(#""\u00e9\ud83d\ude00\/\b\f\r""#) == .string("é😀/\u{8}\u{c}\r"))
    #expect(try Self.value("\u{feff} [ 1 ,\t2 ]\n") == .array([.number("1"), .number("2")]))
  }

  struct Broken: Sendable, CustomTestStringConvertible {
    var testDescription: String { text }
    var text: String
    var place: String
  }

  @Test(arguments: [
    Broken(text: "", place: "1:1: the text ends too early"),
    Broken(text: "{\n \"a\": 1,\n \"a\": 2}", place: "3:5: the key \"a\" stands twice"),
    Broken(text: "[1,]", place: "1:4: a value was expected"),
    Broken(text: "[1 2]", place: "1:4: \",\" or \"]\" was expected"),
    Broken(text: "[1", place: "1:3: the text ends too early"),
    Broken(text: "{\"a\" 1}", place: "1:6: \":\" was expected"),
    Broken(text: "{a: 1}", place: "1:2: a key in quotes"),
    Broken(text: "[01]", place: "1:4: a number may not start with 0"),
    Broken(text: "[1.]", place: "1:4: a digit was expected"),
    Broken(text: "[1e]", place: "1:4: a digit was expected"),
    Broken(text: "[-]", place: "1:3: a digit was expected"),
    Broken(text: "[NaN]", place: "1:2: a value was expected"),
    Broken(text: "[trye]", place: "1:2: true was expected"),
    Broken(text: "\"a\nb\"", place: "1:3: a control character"),
    Broken(text: "\"a", place: "1:3: a string is not closed"),
    Broken(text: "\"\\ud83d\"", place: "1:8: half of a surrogate pair"),
    Broken(text: "\"\\ud83d\\u0041\"", place: "1:14: half of a surrogate pair"),
    Broken(text: "\"\\u12g4\"", place: "1:4: four hexadecimal digits"),
    Broken(text: "\"\\x\"", place: "1:4: there is no escape \\x"),
    Broken(text: "1 1", place: "1:3: something follows"),
    Broken(text: String(repeating: "[", count: 100_000), place: "1:201: values are nested"),
  ])
  func brokenTextIsRefusedWithItsPlace(_ example: Broken) throws {
    let error = try #require(throws: FormatError.self) { try Self.value(example.text) }
    #expect(error.code == .syntax)
    #expect(error.description.hasPrefix("a.json:" + example.place))
  }

  @Test func bytesThatAreNotUTF8AreRefused() {
    #expect(throws: FormatError.self) {
      try JSONReader.value(in: [0x22, 0xff, 0x22], file: "a.json")
    }
  }

  @Test func keysOfALargeObjectAreComparedToo() throws {
    let members = (0..<40).map { "\"k\($0)\":\($0)" }
    #expect(try Self.value("{" + members.joined(separator: ",") + "}")["k39"]?.integer == 39)
    #expect(throws: FormatError.self) {
      try Self.value("{" + members.joined(separator: ",") + ",\"k20\":0}")
    }
  }

  @Test(arguments: [
    (0.1, "0.1"), (12, "12"), (-0.0, "-0.0"), (1e22, "1e+22"), (.leastNonzeroMagnitude, "5e-324"),
    (9_007_199_254_740_992, "9007199254740992.0"), (1e-7, "1e-07"),
  ])
  func decimalsAreShortAndReadBackEqual(value: Double, text: String) {
    #expect(DecimalText.shortest(value) == text)
    #expect(Double(text)?.bitPattern == value.bitPattern)
  }

  @Test func numbersMeanTheSameByValue() {
    #expect(JSONValue.number("1e2").means(.number("100.0")))
    #expect(!JSONValue.number("900100012345678901").means(.number("900100012345678902")))
    #expect(!JSONValue.number("0.0").means(.number("-0.0")))
  }
}
