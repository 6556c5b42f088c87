import EmendCore
import EmendTestSupport
import Foundation
import Testing

@testable import EmendRaster

@Suite struct KittyPlaceholderTests {
  private let area = CellRect(column: 2, row: 1, columns: 30, rows: 28)
  private let cell = ImageSize(width: 4, height: 6)

  /// A tmux that keeps text and hands images on to a terminal behind it.
  private struct Screen {
    let columns = 34
    var images: [UInt32: PalettePNG] = [:]
    /// For each cell the image, and the row and column that its marks name.
    var cells = [(image: UInt32, marks: [Int])?](repeating: nil, count: 34 * 30)
    var sent = 0

    private var rest = String.UnicodeScalarView()[...]
    private var cursor = (row: 0, column: 0)
    private var colour: UInt32 = 0
    private var loading: (keys: [Substring: Substring], text: Substring)?

    /// - Returns: false for what tmux would not hand on or keep.
    mutating func write(_ bytes: [UInt8]) -> Bool {
      rest = String(decoding: bytes, as: UTF8.self).unicodeScalars[...]
      while let scalar = rest.popFirst() {
        if scalar == "\u{10eeee}" {
          guard place() else { return false }
        } else {
          guard scalar == "\u{1b}", let kind = rest.popFirst() else { return false }
          guard kind == "[" ? control() : kind == "P" && passOn() else { return false }
        }
      }
      return loading == nil
    }

    private mutating func place() -> Bool {
      let marks = rest.prefix { $0.value < 0x370 && $0.value >= 0x300 }
      rest = rest.dropFirst(marks.count)
      let numbers = marks.compactMap(number(of:))
      guard numbers.count == marks.count else { return false }
      cells[cursor.row * columns + cursor.column] = (colour, numbers)
      cursor.column += 1
      return true
    }

    /// The cell of its image that a cell shows: without marks the one after its left neighbour's,
    /// or the first where that shows another image.
    private func shown(at place: Int) -> (image: UInt32, column: Int, row: Int)? {
      guard let cell = cells[place] else { return nil }
      if cell.marks.count == 2 { return (cell.image, cell.marks[1], cell.marks[0]) }
      guard place % columns > 0, let left = shown(at: place - 1), left.image == cell.image else {
        return (cell.image, 0, 0)
      }
      return (cell.image, left.column + 1, left.row)
    }

    private mutating func control() -> Bool {
      guard let end = rest.firstIndex(where: { $0 == "H" || $0 == "m" }) else { return false }
      let numbers = Substring(rest[..<end]).split(separator: ";").compactMap { Int($0) }
      if rest[end] == "H" { cursor = (numbers[0] - 1, numbers[1] - 1) }
      if numbers.count == 5 { colour = UInt32(numbers[2] << 16 | numbers[3] << 8 | numbers[4]) }
      rest = rest[rest.index(after: end)...]
      return true
    }

    /// Doubled escapes within, a single one at the end.
    private mutating func passOn() -> Bool {
      let open = "tmux;\u{1b}\u{1b}_G"
      guard rest.starts(with: open.unicodeScalars),
        let end = Substring(rest).range(of: "\u{1b}\u{1b}\\\u{1b}\\")
      else { return false }
      let command = Substring(rest)[..<end.lowerBound].dropFirst(open.count)
      rest = Substring(rest)[end.upperBound...].unicodeScalars
      let parts = command.split(separator: ";", maxSplits: 1)
      var keys: [Substring: Substring] = [:]
      for pair in parts[0].split(separator: ",") {
        let sides = pair.split(separator: "=")
        keys[sides[0]] = sides[1]
      }
      let text = parts.count > 1 ? parts[1] : ""
      let whole = loading.map { ($0.keys, $0.text + text) } ?? (keys, text)
      loading = keys["m"] == "1" ? whole : nil
      return loading != nil || carryOut(whole.0, String(whole.1))
    }

    private func number(of mark: Unicode.Scalar) -> Int? {
      // Unicode's marks above without a decomposition, in order, as kitty's file has them; those
      // that may melt into a letter are left out.
      let melting: Set<UInt32> = [
        0x306, 0x307, 0x308, 0x309, 0x30a, 0x30b, 0x30c, 0x30f, 0x311, 0x313, 0x314, 0x342,
      ]
      let all = (0x305...0x36f).filter { value in
        guard let scalar = Unicode.Scalar(UInt32(value)) else { return false }
        return scalar.properties.canonicalCombiningClass == .above
          && !melting.contains(UInt32(value))
          && String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars.elementsEqual([
            scalar
          ])
      }
      return all.firstIndex(of: Int(mark.value))
    }

    private mutating func carryOut(_ keys: [Substring: Substring], _ text: String) -> Bool {
      guard let id = keys["i"].flatMap({ UInt32($0) }), keys["q"] == "2" else { return false }
      if keys["a"] == "d" {
        images[id] = nil
        return true
      }
      guard keys["a"] == "T", keys["U"] == "1", let file = Data(base64Encoded: text) else {
        return false
      }
      images[id] = PalettePNG(Array(file))
      sent += 1
      return images[id] != nil
    }

    func pixels(_ cell: ImageSize) -> [Colour?] {
      (0..<30 * cell.height).flatMap { y in
        (0..<columns * cell.width).map { x -> Colour? in
          guard let part = shown(at: y / cell.height * columns + x / cell.width),
            let image = images[part.image]
          else { return nil }
          let place =
            (part.row * cell.height + y % cell.height) * image.width + part.column * cell.width
            + x % cell.width
          return image.pixels[place]
        }
      }
    }
  }

  private func frame(_ box: ScreenRect, hue: UInt8) -> PictureFrame {
    let (width, height) = (area.columns * cell.width, area.rows * cell.height)
    let palette = (0..<255).map { Colour(red: UInt8($0), green: UInt8(255 - $0), blue: hue) }
    var indices = (0..<width * height).map { UInt8(($0 * 7 + $0 / width * 13) % 240) }
    for y in box.top..<box.bottom {
      for x in box.left..<box.right { indices[y * width + x] = 244 }
    }
    return shown(
      IndexedImage(width: width, height: height, indices: indices, palette: palette), area)
  }

  @Test func patchesOfCellsShowTheFrameAndLeaveNoImageBehind() throws {
    var random = SeededGenerator(seed: 4)
    var carrier = KittyPlaceholderCarrier(firstID: 0xff_fff0)
    var screen = Screen()
    for step in 0..<40 {
      let (x, y) = (
        Int.random(in: 0..<90, using: &random), Int.random(in: 0..<130, using: &random)
      )
      let frame = frame(
        ScreenRect(left: x, top: y, right: x + 20, bottom: y + 20), hue: UInt8(step / 15))
      let update = try carrier.update(to: frame, cell: cell)
      let isTaken = screen.write(update.bytes)
      #expect(isTaken)
      var expected = [Colour?](repeating: nil, count: 34 * 4 * 30 * 6)
      for y in 0..<frame.pixels.height {
        for x in 0..<frame.pixels.width {
          expected[(y + 6) * 34 * 4 + x + 8] =
            frame.pixels.colour(frame.pixels.indices[y * frame.pixels.width + x])
        }
      }
      #expect(screen.pixels(cell) == expected, "step \(step)")
      #expect(Set(screen.images.keys) == Set(screen.cells.compactMap { $0?.image }))
      if step % 15 != 0 { #expect(update.sequences.count < 10) }
      if step == 20 { carrier.forget() }
    }
    #expect(screen.sent > 40)
  }
}
