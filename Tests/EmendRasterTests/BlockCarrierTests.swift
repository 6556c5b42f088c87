import EmendCore
import Testing

@testable import EmendRaster

@Suite struct BlockCarrierTests {
  private let area = CellRect(column: 3, row: 2, columns: 3, rows: 2)
  private let cell = ImageSize(width: 1, height: 2)
  private let palette = [
    Colour(red: 0, green: 0, blue: 0), Colour(red: 255, green: 0, blue: 0),
    Colour(red: 8, green: 8, blue: 8),
  ]

  private func text(_ carrier: inout BlockCarrier, _ indices: [UInt8]) throws -> String {
    let frame = IndexedImage(width: 3, height: 4, indices: indices, palette: palette)
    let update = try carrier.update(to: shown(frame, area), cell: cell)
    return String(decoding: update.bytes, as: UTF8.self)
  }

  @Test func aFrameIsRowsOfHalfBlocksThatNameAColourWhereItChanges() throws {
    var carrier = BlockCarrier(colours: .direct)
    #expect(
      try text(&carrier, [0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1])
        == "\u{1b}[3;4H\u{1b}[38;2;0;0;0m\u{1b}[48;2;0;0;0m▀▀\u{1b}[38;2;255;0;0m▀"
        + "\u{1b}[4;4H\u{1b}[48;2;255;0;0m▀▀▀\u{1b}[0m")
  }

  @Test func onlyChangedCellsAreSentAgain() throws {
    var carrier = BlockCarrier(colours: .indexed)
    _ = try text(&carrier, Array(repeating: 0, count: 12))
    #expect(
      try text(&carrier, [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 2, 0])
        == "\u{1b}[4;5H\u{1b}[38;5;196m\u{1b}[48;5;232m▀\u{1b}[0m")
    #expect(try text(&carrier, [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 2, 0]) == "")
    carrier.forget()
    #expect(try text(&carrier, Array(repeating: 0, count: 12)).contains("▀▀▀"))
  }
}
