import EmendCore
import EmendTestSupport
import Foundation
import Testing

@testable import EmendRaster

@Suite struct ITermCarrierTests {
  private let area = CellRect(column: 2, row: 1, columns: 30, rows: 12)
  private let cell = ImageSize(width: 8, height: 17)

  /// A terminal that knows iTerm2's inline images and nothing else.
  private struct Screen {
    let columns = 34
    let cell: ImageSize
    var pixels: [Colour]
    var (jpegs, patches) = (0, 0)

    init(cell: ImageSize) {
      self.cell = cell
      let black = Colour(red: 0, green: 0, blue: 0)
      pixels = Array(repeating: black, count: 34 * 15 * cell.width * cell.height)
    }

    /// - Returns: false for what is no image of whole cells at a place on the screen.
    mutating func write(_ sequence: [UInt8]) -> Bool {
      let form = /\u{1b}\[(\d+);(\d+)H\u{1b}\]1337;File=([^:]*):([A-Za-z0-9+\/=]*)\u{7}/
      guard let found = String(decoding: sequence, as: UTF8.self).wholeMatch(of: form),
        let row = Int(found.1), let column = Int(found.2),
        let data = Data(base64Encoded: String(found.4))
      else { return false }
      let words = Set(found.3.split(separator: ";"))
      guard words.contains("inline=1"), words.contains("size=\(data.count)"),
        let image = decoded(Array(data)),
        words.contains("width=\(image.width / cell.width)"),
        words.contains("height=\(image.height / cell.height)"),
        image.width % cell.width == 0, image.height % cell.height == 0
      else { return false }
      for y in 0..<image.height {
        for x in 0..<image.width {
          let place =
            ((row - 1) * cell.height + y) * columns * cell.width + (column - 1) * cell.width + x
          pixels[place] = image.pixels[y * image.width + x]
        }
      }
      return true
    }

    private mutating func decoded(
      _ file: [UInt8]
    ) -> (width: Int, height: Int, pixels: [Colour])? {
      if let png = PalettePNG(file) {
        patches += 1
        return (png.width, png.height, png.pixels.compactMap(\.self))
      }
      jpegs += 1
      let jpeg = file.withUnsafeBytes { file in
        try? ImageDecoder(pixelLimit: 1_000_000).decode(file)
      }
      guard let jpeg else { return nil }
      let colours = stride(from: 0, to: jpeg.pixels.count, by: 3).map {
        Colour(red: jpeg.pixels[$0], green: jpeg.pixels[$0 + 1], blue: jpeg.pixels[$0 + 2])
      }
      return (jpeg.width, jpeg.height, colours)
    }
  }

  private func frame(box: ScreenRect, serial: Int = 1) -> PictureFrame {
    let (width, height) = (area.columns * cell.width, area.rows * cell.height)
    let palette = (0..<255).map { Colour(red: UInt8($0), green: UInt8(255 - $0), blue: 90) }
    let base = (0..<width * height).map { UInt8(($0 % width + $0 / width) / 2 % 240) }
    var frame = shown(
      IndexedImage(width: width, height: height, indices: base, palette: palette), area)
    frame.base.serial = serial
    for y in box.top..<box.bottom {
      for x in box.left..<box.right { frame.pixels.indices[y * width + x] = 250 }
    }
    return frame
  }

  /// The mean squared error of a channel, and how many cells are exact.
  private func compare(_ screen: Screen, _ frame: PictureFrame) -> (error: Double, exact: Int) {
    var (sum, exact) = (0.0, 0)
    for row in 0..<area.rows {
      for column in 0..<area.columns {
        var cellSum = 0.0
        for y in row * cell.height..<(row + 1) * cell.height {
          for x in column * cell.width..<(column + 1) * cell.width {
            let place =
              (area.row * cell.height + y) * screen.columns * cell.width + area.column * cell.width
              + x
            let apart =
              SIMD3(screen.pixels[place])
              - SIMD3(frame.pixels.colour(frame.pixels.indices[y * frame.pixels.width + x]))
            cellSum += Double((apart * apart).sum())
          }
        }
        sum += cellSum
        exact += cellSum == 0 ? 1 : 0
      }
    }
    return (sum / Double(frame.pixels.indices.count * 3), exact)
  }

  @Test func theWholeIsJPEGAndWhatChangesIsExact() throws {
    var carrier = ITermCarrier()
    var screen = Screen(cell: cell)
    let first = frame(box: ScreenRect(left: 0, top: 0, right: 0, bottom: 0))
    for sequence in try carrier.update(to: first, cell: cell).sequences {
      let isTaken = screen.write(sequence)
      #expect(isTaken)
    }
    #expect(screen.jpegs == 1 && screen.patches == 0)
    #expect(compare(screen, first).error < 33, "33 dB")
    #expect(try carrier.update(to: first, cell: cell) == .none)
    var random = SeededGenerator(seed: 8)
    for _ in 0..<20 {
      let (x, y) = (
        Int.random(in: 0..<200, using: &random), Int.random(in: 0..<170, using: &random)
      )
      let next = frame(box: ScreenRect(left: x, top: y, right: x + 30, bottom: y + 25))
      let update = try carrier.update(to: next, cell: cell)
      guard case .patch = update else {
        Issue.record("\(update)")
        return
      }
      #expect(update.bytes.count < 6000)
      for sequence in update.sequences {
        let isTaken = screen.write(sequence)
        #expect(isTaken)
      }
      #expect(compare(screen, next).error < 33)
      // Five columns and three rows of cells at most hold the box.
      #expect(compare(screen, next).exact >= 8)
    }
    #expect(screen.jpegs == 1)
  }

  @Test func anotherPictureOrALargeChangeIsSentWhole() throws {
    var carrier = ITermCarrier()
    var screen = Screen(cell: cell)
    let none = ScreenRect(left: 0, top: 0, right: 0, bottom: 0)
    let frames = [
      frame(box: none), frame(box: none, serial: 2),
      frame(box: ScreenRect(left: 0, top: 0, right: 200, bottom: 150), serial: 2),
    ]
    for frame in frames {
      let update = try carrier.update(to: frame, cell: cell)
      guard case .whole = update else {
        Issue.record("\(update)")
        return
      }
      for sequence in update.sequences {
        let isTaken = screen.write(sequence)
        #expect(isTaken)
      }
      // A sharp edge of a bright area costs a JPEG more than a photograph does.
      #expect(compare(screen, frame).error < 60)
    }
    #expect(screen.jpegs == 3)
  }
}
