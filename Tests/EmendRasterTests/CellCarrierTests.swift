import EmendCore
import EmendTestSupport
import Testing

@testable import EmendRaster

@Suite struct CellCarrierTests {
  private let area = CellRect(column: 1, row: 1, columns: 16, rows: 7)
  private let white = Colour(red: 255, green: 255, blue: 255)

  private func frame(
    _ marks: [Mark] = [], serial: Int = 1, crosshair: ImagePoint? = nil,
    colour: (Int, Int) -> Colour = { _, _ in Colour(red: 0, green: 0, blue: 0) }
  ) -> PictureFrame {
    let (width, height) = (area.columns * 6, area.rows * 12)
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        let colour = colour(x, y)
        pixels += [colour.red, colour.green, colour.blue]
      }
    }
    let image = PixelImage(width: width, height: height, pixels: pixels)
    let plane = IndexedImage(
      width: width, height: height, indices: Array(repeating: 0, count: width * height),
      palette: [white])
    return PictureFrame(
      base: BasePlane(serial: serial, image: image, pixels: plane), pixels: plane,
      scene: Scene(
        image: ImageID(1), area: area,
        viewport: Viewport(zoom: 1, origin: ImagePoint(x: 0, y: 0)), marks: marks,
        crosshair: crosshair))
  }

  private func mark(
    _ columns: ClosedRange<Int>, _ rows: ClosedRange<Int>, _ style: Mark.Style = .open,
    edge: BoxEdge? = nil
  ) -> Mark {
    let box = Box(
      x: Double(columns.lowerBound * 6), y: Double(rows.lowerBound * 12),
      width: Double(columns.count * 6), height: Double(rows.count * 12))
    return Mark(shape: .box(box), style: style, colour: white, edge: edge)
  }

  private func screen(
    _ frame: PictureFrame, _ colours: TextColours = .direct, _ symbols: CellSymbols = .sextants,
    lines: CellLineStyle = .unicode
  ) throws -> TextScreen {
    var carrier = CellCarrier(symbols: symbols, colours: colours, lines: lines)
    var screen = TextScreen(columns: 18, rows: 9)
    let update = try carrier.update(to: frame, cell: CellCarrier.cell)
    let isWritten = screen.write(update.bytes)
    #expect(isWritten)
    return screen
  }

  @Test func boxesAreLinesThatJoin() throws {
    let marks = [
      mark(0...5, 0...3), mark(3...9, 2...5, .rejected), mark(8...12, 1...4, .selected),
      mark(14...14, 6...6), mark(-4...1, 5...9, .decided),
    ]
    #expect(
      try screen(frame(marks)).rows == [
        "                  ",
        " ┌────┐           ",
        " │    │  ┏━━━┓    ",
        " │  ┌┄┼┄┄╂┐  ┃    ",
        " └──┼─┘  ┃┆  ┃    ",
        "    ┆    ┗┿━━┛    ",
        " ─┐ └┄┄┄┄┄┘       ",
        "  │            ┼  ",
        "                  ",
      ])
  }

  @Test func aConsoleHasDoubleLinesAndGapsForDashes() throws {
    let marks = [mark(0...5, 0...3, .selected), mark(7...13, 1...5, .rejected)]
    #expect(
      try screen(frame(marks), .sixteen, .blocks, lines: .console).rows[1...6] == [
        " ╔════╗           ",
        " ║    ║ ┌─ ─ ─┐   ",
        " ║    ║ │     │   ",
        " ╚════╝           ",
        "        │     │   ",
        "        └─ ─ ─┘   ",
      ])
  }

  @Test func aCrosshairCrossesTheWholePicture() throws {
    let rows = try screen(frame(crosshair: ImagePoint(x: 20, y: 30))).rows
    #expect(rows[3] == " ───┼──────────── ")
    #expect([1, 2, 4, 5, 6, 7].allSatisfy { rows[$0] == "    │             " })
  }

  @Test func namesStandBesideTheirBoxesAndOnNoLine() throws {
    var marks = [mark(2...9, 2...4, .selected), mark(11...15, 2...5)]
    marks[0].tag = Mark.Tag(name: "dent", score: 0.5)
    marks[1].tag = Mark.Tag(name: "r\u{1b}\u{4e00}")
    var frame = frame(marks)
    #expect(
      try screen(frame).rows[1...6] == [
        "                  ",
        "   dent 0.50r··   ",
        "   ┏━━━━━━┓ ┌───┐ ",
        "   ┃      ┃ │   │ ",
        "   ┗━━━━━━┛ │   │ ",
        "            └───┘ ",
      ])
    frame.scene.look.tags = .none
    #expect(try !screen(frame).rows.joined().contains("d"))
  }

  @Test func theLabelOfTheImageIsWrittenInsideIt() throws {
    var mark = Mark(
      shape: .image(ImageSize(width: 96, height: 84)), style: .open, colour: white,
      tag: Mark.Tag(name: "cat"))
    let blank = String(repeating: " ", count: 18)
    #expect(
      try screen(frame([mark])).rows == [blank, blank, "  cat             "]
        + Array(repeating: blank, count: 6))
    mark.style = .selected
    let rows = try screen(frame([mark])).rows
    #expect(rows[1...3] == [" ┏━━━━━━━━━━━━━━┓ ", " ┃cat           ┃ ", " ┃              ┃ "])
    #expect(rows[7] == " ┗━━━━━━━━━━━━━━┛ ")
  }

  @Test func masksTintThePictureInsideTheirEdge() throws {
    let polygon = Polygon(rings: [
      [
        ImagePoint(x: 12, y: 12), ImagePoint(x: 72, y: 12), ImagePoint(x: 72, y: 72),
        ImagePoint(x: 12, y: 72),
      ]
    ])
    let mark = Mark(shape: .polygon(polygon), style: .open, colour: white)
    var frame = frame([mark])
    let hatched = try screen(frame)
    #expect(hatched.cells[4 * 18 + 7].background == [48, 2, 102, 102, 102], "inside")
    #expect(hatched.cells[1 * 18 + 1].background == [48, 2, 0, 0, 0], "outside")
    let edge = hatched.cells[2 * 18 + 7]
    #expect(
      [edge.character, edge.background].contains([38, 2, 229, 229, 229]) || edge.scalar != " ")
    frame.scene.look.masks = .outline
    #expect(try screen(frame).cells[4 * 18 + 7].background == [48, 2, 0, 0, 0])
  }

  @Test func twoColoursInACellAreShownAsTheyAre() throws {
    var random = SeededGenerator(seed: 3)
    let patterns = (0..<area.columns * area.rows).map { _ in Int.random(in: 0..<64, using: &random)
    }
    let red = Colour(red: 200, green: 10, blue: 30)
    let frame = frame { x, y in
      let part = y % 12 / 4 * 2 + x % 6 / 3
      return patterns[y / 12 * area.columns + x / 6] >> part & 1 == 1 ? red : white
    }
    let screen = try screen(frame)
    for (index, pattern) in patterns.enumerated() {
      let cell = screen.cells[(index / 16 + 1) * 18 + index % 16 + 1]
      let shown = CellSymbols.sextants.shape(of: pattern).scalar
      let other = CellSymbols.sextants.shape(of: ~pattern & 63).scalar
      let isRed = cell.background == [48, 2, 200, 10, 30]
      if pattern == 0 || pattern == 63 {
        #expect(cell.scalar == " " && isRed == (pattern == 63))
      } else {
        #expect(cell.scalar.value == (isRed ? other : shown), "pattern \(pattern)")
        #expect(cell.character == (isRed ? [38, 2, 255, 255, 255] : [38, 2, 200, 10, 30]))
      }
    }
  }

  /// The second cell's character has the first one's background (white in kitty, 2026-11).
  @Test func everyCharacterHasItsOwnColour() throws {
    let red = Colour(red: 200, green: 10, blue: 30)
    for colours in [[red, white], [white, red]] {
      let frame = frame { x, _ in colours[x < 6 || x / 3 % 2 == 0 ? 0 : 1] }
      let screen = try screen(frame)
      let drawn = screen.cells.filter { $0.scalar != " " }
      #expect(drawn.count >= 15 * area.rows)
      #expect(drawn.allSatisfy { $0.character != nil })
    }
  }

  @Test(arguments: [CellSymbols.blocks, .quadrants, .sextants])
  func noOtherPartingHasLessError(_ symbols: CellSymbols) {
    var random = SeededGenerator(seed: 9)
    let fit = CellFit(symbols, CellInks(.direct))
    for _ in 0..<200 {
      let spots = (0..<12).map { _ in
        SIMD3<Float>(
          .random(in: 0...255, using: &random), .random(in: 0...255, using: &random),
          .random(in: 0...255, using: &random))
      }
      func error(_ inside: UInt16) -> Float {
        [true, false].reduce(0) { total, side in
          let own = spots.indices.filter { (inside >> UInt16($0) & 1 == 1) == side }
          let mean = own.map { spots[$0] }.reduce(.zero, +) / Float(max(1, own.count))
          return total + own.reduce(0) { $0 + ((spots[$1] - mean) * (spots[$1] - mean)).sum() }
        }
      }
      let cell = fit.cell(spots, at: CellPoint(column: 0, row: 0))
      let chosen = symbols.shapes.first { $0.scalar == cell.scalar }
      let least = symbols.shapes.map { error($0.spots) }.min() ?? 0
      #expect(error(chosen?.spots ?? 0) < least * 1.0001 + 1)
    }
  }

  @Test(arguments: [TextColours.none, .eight, .sixteen, .indexed, .direct])
  func onlyColoursThatTheTerminalHasAreSent(_ colours: TextColours) throws {
    let frame = frame([mark(2...9, 1...4, .selected)]) { x, y in
      Colour(red: UInt8(x * 2), green: UInt8(y * 3), blue: UInt8((x * y) & 255))
    }
    let screen = try screen(frame, colours, .quadrants)
    let used = Set(screen.cells.flatMap { [$0.character, $0.background].compactMap(\.self) })
    let allowed: ([Int]) -> Bool =
      switch colours {
      case .none: { _ in false }
      case .eight: { $0.count == 1 && (30...47).contains($0[0]) }
      case .sixteen: { $0.count == 1 && (30...107).contains($0[0]) && $0[0] != 38 }
      case .indexed: { $0.count == 3 && $0[1] == 5 && (16...255).contains($0[2]) }
      case .direct: { $0.count == 5 && $0[1] == 2 && $0.allSatisfy { (0...255).contains($0) } }
      }
    #expect(used.allSatisfy(allowed), "\(used)")
    #expect(colours == .none || used.count > 4)
    #expect(Set(screen.cells.map(\.scalar)).count > 5)
  }

  @Test func patchesGiveTheScreenOfAWholeFrameAndLeaveTheRestAlone() throws {
    var random = SeededGenerator(seed: 1)
    var carrier = CellCarrier(symbols: .sextants, colours: .indexed)
    var patched = TextScreen(columns: 18, rows: 9)
    for step in 0..<80 {
      let left = Int.random(in: -2..<12, using: &random)
      let top = Int.random(in: -2..<6, using: &random)
      let styles: [Mark.Style] = [.open, .decided, .rejected, .selected, .ghost]
      let frame = frame(
        [
          mark(2...8, 2...5),
          mark(
            left...left + 4, top...top + 2, styles[step % 5],
            edge: BoxEdge.allCases[step % 4]),
        ],
        serial: step / 30
      ) { x, y in Colour(red: UInt8(x), green: UInt8(y), blue: UInt8(step / 30 * 90)) }
      let before = patched.written
      let update = try carrier.update(to: frame, cell: CellCarrier.cell)
      let isWritten = patched.write(update.bytes)
      #expect(isWritten)
      #expect(try patched == screen(frame, .indexed), "step \(step)")
      if step % 30 != 0 { #expect(patched.written - before < 60) }
    }
  }
}
