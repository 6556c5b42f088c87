import EmendCore
import EmendRaster

/// Red, green and blue of 0 to 100, as sixel says colours.
typealias Shares = SIMD3<Int>

extension Colour {
  var shares: Shares { (Shares(Int(red), Int(green), Int(blue)) &* 100 &+ 127) / 255 }
}

/// A terminal's pixels, painted by cursor movements (CUP) and sixel images and nothing else.
struct SixelScreen {
  let width: Int
  let height: Int
  let cell: ImageSize
  /// Nil where nothing was painted.
  private(set) var pixels: [Shares?]
  /// Every colour that a register was given, in order.
  private(set) var definitions: [Int: [Shares]] = [:]
  private(set) var imageCount = 0
  /// The size of each image in its raster attributes.
  private(set) var sizes: [ImageSize] = []
  private var cursor = (column: 0, row: 0)

  init(columns: Int, rows: Int, cell: ImageSize) {
    (width, height) = (columns * cell.width, rows * cell.height)
    self.cell = cell
    pixels = Array(repeating: nil, count: width * height)
  }

  /// Paints `bytes`; false at the first that is neither CUP nor sixel.
  mutating func paint(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while rest.first != nil {
      guard rest.popFirst() == 0x1b, let kind = rest.popFirst() else { return false }
      switch kind {
      case UInt8(ascii: "["):
        let row = number(&rest)
        guard rest.popFirst() == UInt8(ascii: ";") else { return false }
        cursor = (number(&rest) - 1, row - 1)
        guard rest.popFirst() == UInt8(ascii: "H") else { return false }
      case UInt8(ascii: "P"): guard paintImage(&rest) else { return false }
      default: return false
      }
    }
    return true
  }

  private func number(_ rest: inout ArraySlice<UInt8>) -> Int {
    var value = 0
    while let digit = rest.first, (48...57).contains(digit) {
      value = value * 10 + Int(digit) - 48
      rest.removeFirst()
    }
    return value
  }

  private func numbers(_ rest: inout ArraySlice<UInt8>) -> [Int] {
    var values = [number(&rest)]
    while rest.first == UInt8(ascii: ";") {
      rest.removeFirst()
      values.append(number(&rest))
    }
    return values
  }

  /// Registers are an image's own, as xterm has them by default.
  private mutating func paintImage(_ rest: inout ArraySlice<UInt8>) -> Bool {
    _ = numbers(&rest)
    guard rest.popFirst() == UInt8(ascii: "q") else { return false }
    imageCount += 1
    let (left, top) = (cursor.column * cell.width, cursor.row * cell.height)
    var registers: [Int: Shares] = [:]
    var (x, y, colour, count) = (0, 0, 0, 1)
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\""):
        let values = numbers(&rest)
        sizes.append(ImageSize(width: values[2], height: values[3]))
      case UInt8(ascii: "#"):
        let values = numbers(&rest)
        colour = values[0]
        if values.count == 5 {
          let shares = Shares(values[2], values[3], values[4])
          registers[colour] = shares
          definitions[colour, default: []].append(shares)
        }
      case UInt8(ascii: "!"): count = number(&rest)
      case UInt8(ascii: "$"): x = 0
      case UInt8(ascii: "-"): (x, y) = (0, y + 6)
      case 63...126:
        guard paintBand(byte - 63, left + x, top + y, count, registers[colour]) else {
          return false
        }
        (x, count) = (x + count, 1)
      case 0x1b: return rest.popFirst() == UInt8(ascii: "\\")
      default: return false
      }
    }
    return false
  }

  private mutating func paintBand(
    _ bits: UInt8, _ x: Int, _ y: Int, _ count: Int, _ colour: Shares?
  ) -> Bool {
    for row in 0..<6 where bits >> row & 1 == 1 {
      guard let colour, y + row < height, x + count <= width else { return false }
      for column in x..<x + count { pixels[(y + row) * width + column] = colour }
    }
    return true
  }
}
