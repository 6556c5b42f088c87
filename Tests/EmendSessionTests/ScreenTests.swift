import EmendCore
import EmendTestSupport
import Testing

@Suite struct ScreenTests {
  @Test func theWholeScreenReadsAsAReviewerSeesIt() {
    let script = Script(
      [.predicted(1, scores: [0.3, 0.6])], keymap: .letters, columns: 78, rows: 8)
    let blank = String(repeating: " ", count: 55)
    #expect(
      script.screen == [
        " plate_1.jpg · 1 of 3 · scratch 0.48 / dent 0.45 · starter · whole 15  saved",
        blank + "│2 objects, 2 open",
        blank + "│score ≥ 0.25",
        blank + "│>? 1 scratch      0.30",
        blank + "│ ? 2 dent         0.60",
        blank + "│",
        blank + "│",
        " a accept  x reject  1-9 label  e edit  b new box  A accept all  space skip  u",
      ])
  }

  @Test func noTextLiesOverThePictureOrOutsideTheScreen() {
    for (columns, rows) in [(40, 6), (80, 24), (200, 60), (41, 50)] {
      var script = Script(
        [.predicted(1, scores: [0.3, 0.6])], keymap: .letters, columns: columns, rows: rows)
      for keys in ["", "e", "enter", "b", "esc", "l", "esc", ":"] {
        script.type(keys)
        let frame = view(script.session)
        var taken: Set<CellPoint> = []
        for text in frame.texts {
          for column in text.at.column..<text.at.column + text.columns {
            let cell = CellPoint(column: column, row: text.at.row)
            #expect(column < columns && text.at.row < rows)
            #expect(taken.insert(cell).inserted, "two texts at \(cell) after \(keys)")
            if let area = frame.scene?.area {
              let isOver =
                (area.column..<area.column + area.columns).contains(column)
                && (area.row..<area.row + area.rows).contains(text.at.row)
              #expect(!isOver, "text over the picture at \(cell) after \(keys)")
            }
          }
        }
      }
    }
  }

  @Test func zoomingToAnObjectShowsThreeTimesItsSize() throws {
    var script = Script([.predicted(1, scores: [0.3])], keymap: .letters)
    script.type("z")
    let viewport = try #require(script.session.viewport)
    #expect(viewport.zoom == 8)
    let corner = viewport.screen(ImagePoint(x: 10, y: 0))
    #expect(corner.x >= 0 && corner.y >= 0)
    script.type("0")
    #expect(script.session.viewport?.zoom == 5.5)
  }

  @Test func helpListsTheKeysThatAreBound() {
    var script = Script([.predicted(1, scores: [0.3])], keymap: .letters, columns: 140, rows: 80)
    script.type("?")
    let help = script.screen.joined(separator: "\n")
    for command in Command.allCases {
      let isLive = !Keymap.letters.keys(for: command, in: .review).isEmpty
      #expect(help.contains(command.summary) == isLive, "\(command)")
    }
  }

  @Test func anEmptyQueueSaysSo() {
    let script = Script([], keymap: .letters)
    #expect(script.screen.contains { $0.contains("nothing is left to review") })
  }

  @Test func aSmallScreenAsksForMoreRoom() {
    let script = Script([], keymap: .letters, columns: 30, rows: 5)
    #expect(script.screen.first == "emend needs 40x6 cells")
  }

  @Test func aLabelsNumberInTheListIsTheKeyThatGivesIt() {
    var script = Script([.predicted(1, scores: [0.3, 0.6])], keymap: .letters)
    let setting = Session.Setting(
      labels: [
        Label(id: LabelID(0), name: "scratch", isRetired: true),
        Label(id: LabelID(1), name: "dent"),
      ], keymap: .letters, theme: script.session.setting.theme, reviewer: "ann", sessionBits: 7)
    var session = Session(setting: setting, size: script.session.size, threshold: 0.25)
    session.image = script.session.image
    script.session = session
    #expect(script.list == [" ? scratch        0.30", " ? 1 dent         0.60"])
  }
}
