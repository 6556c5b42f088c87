import EmendCore
import EmendTestSupport
import Testing

@testable import EmendRaster

/// xterm's memory of sixel images: 16, of which the one with the smallest row, and among equals
/// the one in the lowest place, makes room for the next.
private struct ForgetfulTerminal {
  private(set) var screen: SixelScreen
  private(set) var agedCount = 0
  private var places: [(row: Int, number: Int, bytes: [UInt8])?]
  private var count = 0
  private let empty: SixelScreen

  /// `others` are the rows of images that were there before.
  init(columns: Int, rows: Int, cell: ImageSize, others: [Int]) {
    empty = SixelScreen(columns: columns, rows: rows, cell: cell)
    screen = empty
    places = others.map { ($0, -1, []) } + repeatElement(nil, count: 16 - others.count)
  }

  mutating func take(_ update: PictureUpdate) throws {
    if case .wholeAfterAgeing = update {
      agedCount += 1
      screen = empty
      for place in places.indices where (places[place]?.number ?? -1) >= 0 {
        places[place]?.row -= 100
      }
    }
    for image in images(of: update.bytes) {
      let isPainted = screen.paint(image.bytes)
      try #require(isPainted)
      let free = places.firstIndex { $0 == nil }
      let smallest = places.compactMap { $0?.row }.min()
      let place = free ?? places.firstIndex { $0?.row == smallest } ?? 0
      places[place] = (image.row, count, image.bytes)
      count += 1
    }
  }

  /// The screen as it is drawn anew from what is remembered.
  func exposed() throws -> SixelScreen {
    var screen = empty
    for image in places.compactMap({ $0 }).sorted(by: { $0.number < $1.number })
    where image.number >= 0 && image.row >= 0 {
      let isPainted = screen.paint(image.bytes)
      try #require(isPainted)
    }
    return screen
  }

  /// Cuts a stream of cursor movements and images after each image.
  private func images(of bytes: [UInt8]) -> [(row: Int, bytes: [UInt8])] {
    var images: [(row: Int, bytes: [UInt8])] = []
    var start = 0
    for place in bytes.indices.dropFirst()
    where bytes[place] == UInt8(ascii: "\\") && bytes[place - 1] == 0x1b {
      let image = Array(bytes[start...place])
      let row = image.dropFirst(2).prefix { (48...57).contains($0) }
      images.append((row.reduce(0) { $0 * 10 + Int($1) - 48 } - 1, image))
      start = place + 1
    }
    return images
  }
}

@Suite struct SixelMemoryTests {
  static let (area, cell) = (
    CellRect(column: 2, row: 1, columns: 24, rows: 12), ImageSize(width: 5, height: 10)
  )

  private func terminal(others: [Int]) -> ForgetfulTerminal {
    ForgetfulTerminal(columns: 27, rows: 14, cell: Self.cell, others: others)
  }

  private func carrier() -> SixelCarrier {
    SixelCarrier(limits: SixelLimits(mode: .delta))
  }

  private func frame(_ box: ScreenRect) -> PictureFrame {
    shown(noise(Self.area, Self.cell, box: box), Self.area)
  }

  /// An edge that is held down for 60 steps, with pictures of the shell in xterm's memory.
  @Test(arguments: [[], [3], [0, 7, 12], [-20, -20, -3]])
  func manyChangesNeedNoSecondWholePictureAndSurviveAnExpose(_ others: [Int]) throws {
    var (terminal, carrier) = (terminal(others: others), carrier())
    for step in 0..<60 {
      let frame = frame(ScreenRect(left: 10, top: 13, right: 30 + step, bottom: 45))
      let update = try carrier.update(to: frame, cell: Self.cell)
      try terminal.take(update)
      #expect(terminal.screen.wrongPixels(of: frame.pixels, in: Self.area) == 0, "step \(step)")
      guard step % 7 == 3 else { continue }
      let exposed = try terminal.exposed()
      #expect(exposed.wrongPixels(of: frame.pixels, in: Self.area) == 0, "step \(step), exposed")
    }
    #expect(terminal.agedCount == 1)
  }

  /// Boxes at any place: changes that outgrow the replaced image stay, and those become too many.
  @Test func anyChangesSurviveAnExpose() throws {
    var (terminal, carrier) = (terminal(others: []), carrier())
    var random = SeededGenerator(seed: 1)
    var (boxes, patched) = ([ScreenRect](), 0)
    for step in 0..<50 {
      let (left, top) = (
        Int.random(in: 0..<90, using: &random), Int.random(in: 0..<90, using: &random)
      )
      boxes.append(
        ScreenRect(
          left: left, top: top, right: left + Int.random(in: 1..<30, using: &random),
          bottom: top + Int.random(in: 1..<30, using: &random)))
      let frame = frame(boxes[step])
      let update = try carrier.update(to: frame, cell: Self.cell)
      if case .patch = update { patched += 1 }
      try terminal.take(update)
      let note = Comment(rawValue: "\(boxes)")
      #expect(terminal.screen.wrongPixels(of: frame.pixels, in: Self.area) == 0, note)
      let exposed = try terminal.exposed()
      #expect(exposed.wrongPixels(of: frame.pixels, in: Self.area) == 0, note)
    }
    #expect(patched > 35)
  }

  /// A change that the terminal's largest image cannot hold from the first row on.
  @Test func changesFarDownStayWhereTheyAre() throws {
    var terminal = terminal(others: [])
    var carrier = SixelCarrier(
      limits: SixelLimits(imageSize: ImageSize(width: 130, height: 70), mode: .delta))
    for step in 0..<30 {
      let frame = frame(
        ScreenRect(left: 10, top: 5, right: 30 + step, bottom: step % 3 == 0 ? 110 : 50))
      try terminal.take(try carrier.update(to: frame, cell: Self.cell))
      let exposed = try terminal.exposed()
      #expect(exposed.wrongPixels(of: frame.pixels, in: Self.area) == 0, "step \(step)")
    }
  }

  @Test func aMovedEdgeCostsTheEdgeAloneHoweverFarItHasCome() throws {
    var carrier = carrier()
    var sizes: [Int] = []
    for step in 0..<60 {
      let box = ScreenRect(left: 20 + step, top: 30, right: 22 + step, bottom: 100)
      sizes.append(try carrier.update(to: frame(box), cell: Self.cell).bytes.count)
    }
    let (first, last) = (sizes[2], sizes[59])
    #expect(last * 2 < first * 5, "\(first) and \(last) bytes")
  }
}
