import Testing

@testable import EmendTerminal

@Suite struct ProgressLineTests {
  static let half = ProgressLine(
    label: "predict", done: 620, total: 1240, unit: "images", seconds: 12.4)

  @Test(arguments: [
    (80, "predict  [##############--------------]  620/1240 images  50.0/s  13 s left"),
    (60, "predict  [######-------]  620/1240 images  50.0/s  13 s left"),
    (46, "predict  620/1240 images  50.0/s  13 s left"),
    (40, "predict  620/1240 images  50.0/s"),
    (30, "predict  620/1240 images"),
    (20, "620/1240 images"),
    (4, "620/"),
    (0, ""),
  ])
  func lineIn(columns: Int, is expected: String) {
    let text = Self.half.text(columns: columns)
    #expect(text == expected)
    #expect(text.count <= columns)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var line: ProgressLine
    var expected: String
  }

  @Test(arguments: [
    Case(
      testDescription: "nothing done yet: no rate and no time left",
      line: ProgressLine(label: "add", done: 0, total: 10, unit: "images", seconds: 3),
      expected: "add  [----------------------------]  0/10 images"),
    Case(
      testDescription: "no total: no bar and no time left",
      line: ProgressLine(label: "add", done: 300, total: nil, unit: "images", seconds: 2),
      expected: "add  300 images  150/s"),
    Case(
      testDescription: "nothing is counted: the seconds",
      line: ProgressLine(label: "copying", done: 0, total: nil, unit: "", seconds: 3.7),
      expected: "copying  3 s"),
    Case(
      testDescription: "all done",
      line: ProgressLine(label: "add", done: 10, total: 10, unit: "images", seconds: 4),
      expected: "add  [############################]  10/10 images  2.5/s"),
    Case(
      testDescription: "nothing to do",
      line: ProgressLine(label: "add", done: 0, total: 0, unit: "images", seconds: 0),
      expected: "add  [############################]  0/0 images"),
    Case(
      testDescription: "more done than there was to do",
      line: ProgressLine(label: "add", done: 12, total: 10, unit: "images", seconds: 4),
      expected: "add  [############################]  12/10 images  3.0/s"),
  ])
  func lineOf80Cells(is example: Case) {
    #expect(example.line.text(columns: 80) == example.expected)
  }

  @Test(arguments: [
    (0.2, "1 s"), (59, "59 s"), (59.5, "1 min 0 s"), (3599, "59 min 59 s"), (7500, "2 h 5 min"),
    (1e300, "8760 h 0 min"),
  ])
  func timeLeftReads(seconds: Double, as expected: String) {
    #expect(ProgressLine.duration(seconds: seconds) == expected)
  }
}
