import EmendCore
import EmendFormats
import EmendRaster
import EmendTerminal
import Glibc

/// What a terminal was asked and answered, and how pictures will reach it.
struct TerminalCheck {
  let capabilities: TerminalCapabilities
  private let report: ProbeReport
  let choice: GraphicsChoice

  /// Asks the terminal; its answers are read although the output goes to a file.
  init(_ wish: GraphicsWish) throws {
    let found = try Self.withTerminal { try TerminalProbe.run(input: STDIN_FILENO, output: $0) }
    report = found.report
    capabilities = found.capabilities
    choice = try wish.choice(on: capabilities)
  }

  /// Hands over a descriptor that the terminal can be written through, although the output may go
  /// to a file and `</dev/tty` opens the terminal for reading alone.
  ///
  /// The corresponding C functions are `ttyname` and `open`.
  private static func withTerminal<Result>(_ body: (Int32) throws -> Result) rethrows -> Result {
    guard isatty(STDOUT_FILENO) == 0, let name = ttyname(STDIN_FILENO) else {
      return try body(STDOUT_FILENO)
    }
    let own = open(name, O_WRONLY | O_NOCTTY | O_CLOEXEC)
    // A container may not have the terminal's name.
    guard own >= 0 else { return try body(STDIN_FILENO) }
    defer { close(own) }
    return try body(own)
  }

  /// One line that says what matters.
  var summary: String {
    let cell = capabilities.cell
    var text = "\(name), \(choice.kind.rawValue), \(colours), cell \(cell.width)x\(cell.height) px"
    if let limit = capabilities.maximumGraphic {
      text += ", images to \(limit.width)x\(limit.height)"
    }
    return text + (capabilities.isTmux ? ", in tmux" : "")
  }

  private var name: String {
    let names = [capabilities.name, capabilities.program, Environment["TERM"] ?? "", "no name"]
    return SafeText.display(names.first { !$0.isEmpty } ?? "")
  }

  private var colours: String {
    switch capabilities.colours {
    case .none: "no colours"
    case .direct: "24-bit colour"
    case .eight, .sixteen, .indexed: Words.count(capabilities.colours.rawValue, "colour")
    }
  }

  /// The questions with their answers, then what was chosen.
  var details: String {
    var table = Table(["question", "asked", "answered"])
    for row in report.rows { table.add([row.title, row.asked, row.answered ?? "nothing"]) }
    for other in report.others { table.add(["", "", other]) }
    return table.text.split(separator: "\n").map { "      \($0)" }.joined(separator: "\n")
      + "\n      answered in \(report.milliseconds) ms; the cell's size is from \(cellSource)"
      + "\n      pictures by \(choice.kind.rawValue): \(choice.reason)"
  }

  private var cellSource: String {
    switch capabilities.cell.source {
    case .cellReport: "its answer"
    case .windowReport: "its answer about the window"
    case .kernel: "the kernel"
    case .graphicReport: "its answer about images"
    case .assumed: "nobody; it is assumed"
    }
  }

  var json: JSONValue {
    let cell = capabilities.cell
    let asked = report.rows.map { row in
      JSONValue.object([
        .init("question", .string(row.title)), .init("asked", .string(row.asked)),
        .init("answered", row.answered.map(JSONValue.string) ?? .null),
      ])
    }
    return .object([
      .init("name", .string(name)), .init("type", .string(Environment["TERM"] ?? "")),
      .init("tmux", .bool(capabilities.isTmux)),
      .init("colours", .number(capabilities.colours.rawValue)),
      .init("cell", .array([.number(cell.width), .number(cell.height)])),
      .init("cell_from", .string(cellSource)), .init("questions", .array(asked)),
      .init("other_answers", .array(report.others.map(JSONValue.string))),
      .init("milliseconds", .number(report.milliseconds)),
      .init("graphics", .string(choice.kind.rawValue)), .init("because", .string(choice.reason)),
    ])
  }

  /// Shows the test picture with some marks, and says what is to be seen.
  func showPicture() throws {
    let picture = StillPicture(choice.kind, on: capabilities)
    let (columns, rows) = (min(picture.size.columns, 72), min(picture.size.rows - 2, 20))
    guard columns >= 24, rows >= 8 else {
      throw CommandFailure("the window is too small for the test picture; make it larger")
    }
    let (width, height) = (columns * picture.size.cellWidth, rows * picture.size.cellHeight)
    try picture.show(
      .testPicture(width: width, height: height), columns: columns, rows: rows,
      marks: Self.marks(width: Double(width), height: Double(height)))
    Console.print(
      """
      Ramps of red, green, blue and grey; a ball; lines of one pixel; an open box, a selected one
      with its name, a decided one and a rejected one.
      """)
  }

  private static func marks(width: Double, height: Double) -> [Mark] {
    let styles: [(Mark.Style, Colour, String)] = [
      (.open, Colour(red: 240, green: 228, blue: 66), "open"),
      (.decided, Colour(red: 86, green: 180, blue: 233), "decided"),
      (.rejected, Colour(red: 213, green: 94, blue: 0), "rejected"),
      (.selected, Colour(red: 0, green: 158, blue: 115), "dent"),
    ]
    return styles.enumerated().map { index, style in
      let box = Box(
        x: width * (0.06 + 0.23 * Double(index)), y: height * 0.45, width: width * 0.16,
        height: height * 0.4)
      return Mark(
        shape: .box(box), style: style.0, colour: style.1,
        tag: Mark.Tag(name: style.2, score: style.0 == .selected ? 0.87 : nil))
    }
  }
}
