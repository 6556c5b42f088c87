import EmendCore
import EmendTestSupport
import Testing

@testable import EmendRaster

@Suite struct KittyCarrierTests {
  private let area = CellRect(column: 2, row: 1, columns: 30, rows: 12)
  private let cell = ImageSize(width: 7, height: 13)

  private var base: IndexedImage {
    let (width, height) = (area.columns * cell.width, area.rows * cell.height)
    let indices = (0..<width * height).map { UInt8(($0 * 7 + $0 / width * 13) % 240) }
    let palette = (0..<255).map { Colour(red: UInt8($0), green: UInt8(255 - $0), blue: 9) }
    return IndexedImage(width: width, height: height, indices: indices, palette: palette)
  }

  private func frame(_ outlines: [ScreenRect], serial: Int = 1) -> PictureFrame {
    var frame = shown(base, area)
    frame.base.serial = serial
    for outline in outlines { frame.pixels.draw(outline) }
    return frame
  }

  private func update(
    _ carrier: inout KittyCarrier, _ screen: inout KittyScreen, _ frame: PictureFrame
  ) throws -> PictureUpdate {
    let update = try carrier.update(to: frame, cell: cell)
    let isTaken = screen.write(update.bytes)
    #expect(isTaken)
    #expect(screen.pixels == expected(frame, screen))
    return update
  }

  private func expected(_ frame: PictureFrame, _ screen: KittyScreen) -> [Colour?] {
    var pixels = [Colour?](repeating: nil, count: screen.width * screen.height)
    for y in 0..<frame.pixels.height {
      for x in 0..<frame.pixels.width {
        let place =
          (area.row * cell.height + y) * screen.width + area.column * cell.width + x
        pixels[place] = frame.pixels.colour(frame.pixels.indices[y * frame.pixels.width + x])
      }
    }
    return pixels
  }

  @Test func aPictureIsSentOnceAndItsMarksMove() throws {
    var carrier = KittyCarrier(firstID: 77)
    var screen = KittyScreen(columns: 34, rows: 15, cell: cell)
    let box = ScreenRect(left: 20, top: 15, right: 100, bottom: 90)
    let first = try update(&carrier, &screen, frame([box]))
    guard case .whole = first else {
      Issue.record("a new picture gave \(first)")
      return
    }
    #expect(screen.images.keys.min() == 77)
    #expect(try carrier.update(to: frame([box]), cell: cell) == .none)
    let sent = screen.sent
    let edge = try update(&carrier, &screen, frame([box.with(right: 101)]))
    #expect(screen.moved == 1, "the right edge")
    #expect(screen.sent == sent + 2, "the strips above and below")
    #expect(edge.bytes.count < 700)
    let lowered = try update(
      &carrier, &screen, frame([box.with(top: 28, right: 101, bottom: 103)]))
    #expect(screen.moved == 5 && screen.sent == sent + 2, "one whole cell down")
    #expect(lowered.bytes.count < 400)
  }

  @Test func afterRandomEditsTheScreenShowsTheFrameAndHoldsNothingElse() throws {
    var random = SeededGenerator(seed: 5)
    var carrier = KittyCarrier(firstID: 1)
    var screen = KittyScreen(columns: 34, rows: 15, cell: cell)
    var boxes: [ScreenRect] = []
    for step in 0..<60 {
      if boxes.isEmpty || Int.random(in: 0..<4, using: &random) == 0 {
        let (x, y) = (
          Int.random(in: 0..<180, using: &random), Int.random(in: 0..<130, using: &random)
        )
        boxes.append(ScreenRect(left: x, top: y, right: x + 28, bottom: y + 24))
      } else if boxes.count > 6 {
        boxes.removeFirst()
      } else {
        boxes[boxes.count - 1].left -= Int.random(in: 0..<3, using: &random)
        boxes[0].bottom += Int.random(in: -2..<3, using: &random)
      }
      if step % 20 == 19 { carrier.forget() }
      _ = try update(&carrier, &screen, frame(boxes, serial: step / 25))
    }
    _ = try update(&carrier, &screen, frame([]))
    #expect(screen.images.count == screen.placements.count)
    #expect(screen.images.count <= 2, "\(screen.images.count) images for a picture without marks")
  }

  @Test func aPieceWithEveryColourIsOpaque() throws {
    var full = base
    full.palette = (0..<256).map { Colour(red: UInt8($0), green: 3, blue: 9) }
    var frame = shown(full, area)
    for index in 0..<frame.pixels.indices.count {
      frame.pixels.indices[index] = UInt8(truncatingIfNeeded: index + index / 300)
    }
    var carrier = KittyCarrier(firstID: 1)
    var screen = KittyScreen(columns: 34, rows: 15, cell: cell)
    _ = try update(&carrier, &screen, frame)
  }
}

extension IndexedImage {
  /// A line of two pixels along the inside of a rectangle.
  fileprivate mutating func draw(_ outline: ScreenRect) {
    for y in max(0, outline.top)..<min(height, outline.bottom) {
      for x in max(0, outline.left)..<min(width, outline.right)
      where x - outline.left < 2 || outline.right - x <= 2 || y - outline.top < 2
        || outline.bottom - y <= 2
      {
        indices[y * width + x] = 241
      }
    }
  }
}
