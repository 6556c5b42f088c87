import Testing

@testable import EmendInference

@Suite struct PythonLiteralTests {
  struct Case: CustomTestStringConvertible {
    var text: String
    var value: PythonLiteral?
    var testDescription: String { text }

    init(_ text: String, _ value: PythonLiteral?) {
      self.text = text
      self.value = value
    }
  }

  @Test(arguments: [
    Case("None", PythonLiteral.none), Case("True", .bool(true)), Case("False", .bool(false)),
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
        PythonLiteral.Pair(key: .integer(0), value: .string("a")),
        PythonLiteral.Pair(key: .integer(1), value: .list([.bool(true), .none])),
      ])),
  ])
  func aLiteralIsReadAsPythonWritesIt(row: Case) {
    #expect(PythonLiteral(row.text) == row.value)
  }

  @Test(arguments: [
    "", "'open", "[1, 2", "[1 2]", "{0 'a'}", "{0: }", "None None", "nul", "'\\q'", "'\\x4'", "1]",
    "'\\ud800'", "__import__('os')", String(repeating: "[", count: 100_000),
  ])
  func whatIsNoLiteralIsNotRead(text: String) {
    #expect(PythonLiteral(text) == nil)
  }

  @Test func aKeyThatStandsTwiceHasItsLastValue() {
    #expect(PythonLiteral("{'nms': None, 'nms': True}")?["nms"] == .bool(true))
    #expect(PythonLiteral("[1]")?["nms"] == nil)
  }
}
