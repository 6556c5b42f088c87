import Testing

@testable import EmendInference

@Suite struct LiteralTests {
  struct Case: CustomTestStringConvertible {
    var text: String
    var value: Literal?
    var testDescription: String { text }

    init(_ text: String, _ value: Literal?) {
      self.text = text
      self.value = value
    }
  }

  @Test(arguments: [
    Case("None", Literal.none), Case("True", .bool(true)), Case("False", .bool(false)),
    Case("32", .integer(32)), Case("-7", .integer(-7)), Case("0.25", .number(0.25)),
    Case("1e-05", .number(1e-05)), Case("'dent'", .string("dent")),
    Case("\"o'ring\"", .string("o'ring")), Case(#"'it\'s'"#, .string("it's")),
    Case(#"'a\tb\n\\\x41\u00e9\U0001f600'"#, .string("a\tb\n\\A\u{e9}\u{1f600}")),
    Case("[640, 640]", .list([.integer(640), .integer(640)])), Case("[]", .list([])),
    Case("(1,)", .list([.integer(1)])), Case("()", .list([])),
    Case(" [ 1 ,2 ] ", .list([.integer(1), .integer(2)])),
    Case("{}", .dictionary([])),
    Case(
      "{0: 'a', 1: [True, None]}",
      .dictionary([
        Literal.Pair(key: .integer(0), value: .string("a")),
        Literal.Pair(key: .integer(1), value: .list([.bool(true), .none])),
      ])),
  ])
  func aLiteralIsReadAsPythonWritesIt(row: Case) {
    #expect(Literal(row.text) == row.value)
  }

  @Test(arguments: [
    "", "'open", "[1, 2", "[1 2]", "{0 'a'}", "{0: }", "None None", "nul", "'\\q'", "'\\x4'", "1]",
    "'\\ud800'", "'\\ud800\\u0041'", "__import__('os')", String(repeating: "[", count: 100_000),
  ])
  func whatIsNoLiteralIsNotRead(text: String) {
    #expect(Literal(text) == nil)
  }

  @Test(arguments: [
    Case(
      #"{"a": [true, false, null], "b": -1.5e2}"#,
      .dictionary([
        Literal.Pair(
          key: .string("a"), value: .list([.bool(true), .bool(false), .none])),
        Literal.Pair(key: .string("b"), value: .number(-150)),
      ])),
    Case(#""\ud83d\ude00 \/\b\f""#, .string("\u{1f600} /\u{8}\u{c}")),
  ])
  func aJSONTextIsReadToo(row: Case) {
    #expect(Literal(row.text) == row.value)
  }

  @Test func aKeyThatStandsTwiceHasItsLastValue() {
    #expect(Literal("{'nms': None, 'nms': True}")?["nms"] == .bool(true))
    #expect(Literal("[1]")?["nms"] == nil)
  }
}
