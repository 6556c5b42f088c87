import EmendCore
import Testing

@testable import EmendRaster

@Suite(.serialized) struct SixelCarrierTests {
  static let cells = [
    ImageSize(width: 10, height: 20), ImageSize(width: 8, height: 16),
    ImageSize(width: 7, height: 13), ImageSize(width: 9, height: 18),
    ImageSize(width: 6, height: 5),
  ]

  @Test(arguments: cells, [SixelMode.delta, .cells])
  func wholeFramesThenPatchesGiveExactlyTheComposedFrame(
    _ cell: ImageSize, _ mode: SixelMode
  ) throws {
    let area = CellRect(column: 2, row: 1, columns: 23, rows: 13)
    var screen = SixelScreen(columns: 27, rows: 16, cell: cell)
    var carrier = SixelCarrier(
      limits: SixelLimits(
        imageSize: ImageSize(width: 130, height: 140), imageCount: nil, mode: mode))
    var patched = 0
    for step in 0..<14 {
      let box = ScreenRect(
        left: 20 + step, top: 30 + step * 4, right: 55 + step * 3, bottom: 34 + step * 5)
      let frame = noise(area, cell, box: step == 13 ? box.with(bottom: 10_000) : box)
      let update = try carrier.update(to: shown(frame, area), cell: cell)
      if case .patch = update { patched += 1 }
      let isPainted = screen.paint(update.bytes)
      #expect(isPainted)
      #expect(screen.wrongPixels(of: frame, in: area) == 0, "step \(step)")
    }
    #expect(patched >= 8)
    #expect(screen.sizes.allSatisfy { $0.height % 6 == 0 && $0.height >= 6 })
    #expect(screen.sizes.allSatisfy { $0.width <= 130 })
    #expect(screen.definitions.values.allSatisfy { Set($0).count == 1 })
  }

  @Test func anUnchangedFrameCostsNothing() throws {
    let (area, cell) = (CellRect(column: 0, row: 0, columns: 8, rows: 6), Self.cells[0])
    let frame = noise(area, cell, box: ScreenRect(left: 3, top: 3, right: 9, bottom: 9))
    var carrier = SixelCarrier()
    _ = try carrier.update(to: shown(frame, area), cell: cell)
    let again = try carrier.update(to: shown(frame, area), cell: cell)
    #expect(again == .none)
    carrier.forget()
    let anew = try carrier.update(to: shown(frame, area), cell: cell)
    #expect(anew != .none)
  }

  @Test func aPatchIsSmallAndDefinesOnlyTheRegistersItUses() throws {
    let (area, cell) = (CellRect(column: 0, row: 0, columns: 50, rows: 18), Self.cells[0])
    var carrier = SixelCarrier()
    let whole = try carrier.update(
      to: shown(
        noise(area, cell, box: ScreenRect(left: 0, top: 0, right: 0, bottom: 0)), area),
      cell: cell)
    let patch = try carrier.update(
      to: shown(
        noise(area, cell, box: ScreenRect(left: 100, top: 100, right: 102, bottom: 160)), area),
      cell: cell)
    guard case .patch = patch else {
      Issue.record("\(patch) is not a patch")
      return
    }
    #expect(patch.bytes.count * 40 < whole.bytes.count)
  }

  @Test func noMoreImagesAreSentThanXtermKeepsBetweenTwoAgeings() throws {
    let (area, cell) = (CellRect(column: 0, row: 0, columns: 14, rows: 6), Self.cells[0])
    var carrier = SixelCarrier()
    var screen = SixelScreen(columns: 14, rows: 6, cell: cell)
    var (aged, atLastAgeing) = (0, 0)
    for step in 0..<50 {
      let box = ScreenRect(left: 10 + step, top: 10, right: 12 + step, bottom: 50)
      let update = try carrier.update(to: shown(noise(area, cell, box: box), area), cell: cell)
      if case .wholeAfterAgeing = update { (aged, atLastAgeing) = (aged + 1, screen.imageCount) }
      let isPainted = screen.paint(update.bytes)
      #expect(isPainted)
      #expect(screen.imageCount - atLastAgeing <= 12)
    }
    #expect(aged >= 4)
  }

  @Test func anotherPaletteOrALargeChangeSendsTheWholePicture() throws {
    let (area, cell) = (CellRect(column: 0, row: 0, columns: 20, rows: 9), Self.cells[0])
    var carrier = SixelCarrier(limits: SixelLimits(imageCount: nil))
    var frame = noise(area, cell, box: ScreenRect(left: 0, top: 0, right: 0, bottom: 0))
    _ = try carrier.update(to: shown(frame, area), cell: cell)
    frame.palette[3] = Colour(red: 1, green: 2, blue: 3)
    let repainted = try carrier.update(to: shown(frame, area), cell: cell)
    guard case .whole = repainted else {
      Issue.record("a new palette gave \(repainted)")
      return
    }
    let other = noise(area, cell, box: ScreenRect(left: 0, top: 0, right: 150, bottom: 150))
    frame.indices = other.indices
    let changed = try carrier.update(to: shown(frame, area), cell: cell)
    guard case .whole = changed else {
      Issue.record("a large change gave \(changed)")
      return
    }
  }

  @Test func aTerminalThatCannotPatchGetsWholePictures() throws {
    let (area, cell) = (CellRect(column: 0, row: 0, columns: 20, rows: 9), Self.cells[0])
    var carrier = SixelCarrier(limits: SixelLimits(imageCount: nil, mode: .whole))
    for step in 0..<3 {
      let box = ScreenRect(left: step, top: 0, right: 5, bottom: 5)
      let update = try carrier.update(to: shown(noise(area, cell, box: box), area), cell: cell)
      guard case .whole = update else {
        Issue.record("step \(step) gave \(update)")
        return
      }
    }
  }

  /// tmux 3.5a sends a register that was left out in a way at which xterm drops the image.
  @Test func aProgramThatWritesImagesAnewGetsRegistersWithoutGaps() throws {
    let (area, cell) = (CellRect(column: 0, row: 0, columns: 20, rows: 9), Self.cells[0])
    let frame = noise(area, cell, box: ScreenRect(left: 2, top: 2, right: 9, bottom: 9))
    for (mode, registers) in [
      (SixelMode.cells, Set(0..<240).union([245])), (.whole, Set(0...245)),
    ] {
      for encoder in SixelEncoderKind.allCases {
        var screen = SixelScreen(columns: 20, rows: 9, cell: cell)
        var carrier = SixelCarrier(limits: SixelLimits(mode: mode), encoder: encoder)
        let isPainted = screen.paint(
          try carrier.update(to: shown(frame, area), cell: cell).bytes)
        #expect(isPainted)
        #expect(Set(screen.definitions.keys) == registers, "\(mode) by \(encoder)")
      }
    }
  }

  /// tmux 3.5a keeps nine images, and after it was attached anew the first of ten was missing.
  @Test(arguments: [(105, 37), (170, 60), (250, 80)])
  func aPictureInTmuxIsAFewImages(_ columns: Int, _ rows: Int) throws {
    let (area, cell) = (
      CellRect(column: 0, row: 0, columns: columns, rows: rows), Self.cells[0]
    )
    let (width, height) = (columns * cell.width, rows * cell.height)
    let plain = IndexedImage(
      width: width, height: height, indices: Array(repeating: 7, count: width * height),
      palette: (0..<8).map { Colour(red: $0, green: $0, blue: $0) })
    var carrier = SixelCarrier(limits: SixelLimits(imageCount: nil, mode: .whole))
    var screen = SixelScreen(columns: columns, rows: rows, cell: cell)
    let isPainted = screen.paint(
      try carrier.update(to: shown(plain, area), cell: cell).bytes)
    #expect(isPainted)
    #expect(screen.imageCount <= 9)
    #expect(screen.sizes.allSatisfy { $0.width <= 1000 && $0.width * $0.height <= 700_000 })
  }
}
