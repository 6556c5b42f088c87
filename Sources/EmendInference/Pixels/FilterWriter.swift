import EmendCore
import EmendRaster

/// Writes images that one of Pillow's filters resizes, as planes of the values that a model wants.
///
/// First in width, then in height, with bytes between: equal to Pillow 13.0 in every byte for most
/// sizes. For others Pillow begins with the height (71x149 to 125x144, say); there a byte in six
/// differs, by one (2026-11). Made and used by one worker; it keeps its weights from image to image.
final class FilterWriter {
  private let preparation: Preparation
  /// The value of each byte of each channel.
  private let values: [[Float]]
  private var sizes: Placement?
  private var columns: FilterTaps
  private var rows: FilterTaps
  /// The part of the scaled image that the input holds.
  private var area = PixelArea(columns: 0..<0, rows: 0..<0)
  /// The source rows that are read, scaled in width, three bytes a pixel.
  private var scaled = Scratch<UInt8>()
  private var sums = Scratch<Int32>()

  init(_ preparation: Preparation) {
    self.preparation = preparation
    values = (0..<3).map(preparation.values(ofChannel:))
    columns = FilterTaps(from: 1, to: 1, range: 0..<1, preparation.resampling)
    rows = columns
  }

  /// - Parameters:
  ///   - image: of the placement's `imageSize`.
  ///   - placement: how the image lies in the input; what lies outside is cut off.
  ///   - input: room for `3 * inputSize.width * inputSize.height` values.
  func write(
    _ image: PixelImage, _ placement: Placement, to input: UnsafeMutableBufferPointer<Float>
  ) {
    prepare(placement)
    let size = placement.inputSize
    if area.columns.count < size.width || area.rows.count < size.height {
      for channel in 0..<3 {
        let plane = size.width * size.height
        input[channel * plane..<(channel + 1) * plane]
          .update(repeating: preparation.value(of: preparation.padding, channel))
      }
    }
    let reach = rows.reach
    let strip = scaled.buffer(reach.count * area.columns.count * 3)
    image.pixels.withUnsafeBufferPointer { pixels in
      for (line, y) in reach.enumerated() {
        let start = line * area.columns.count * 3
        scaleRow(
          UnsafeBufferPointer(rebasing: pixels[y * image.width * 3..<(y + 1) * image.width * 3]),
          to: UnsafeMutableBufferPointer(
            rebasing: strip[start..<start + area.columns.count * 3]))
      }
    }
    for (line, tap) in rows.taps.enumerated() {
      mixRows(strip, tap, reach)
      let y = placement.top + area.rows.lowerBound + line
      spread(to: input, size, x: placement.left + area.columns.lowerBound, y: y)
    }
  }

  private func prepare(_ placement: Placement) {
    guard sizes != placement else { return }
    sizes = placement
    let (content, size) = (placement.contentSize, placement.inputSize)
    func seen(_ before: Int, _ content: Int, _ whole: Int) -> Range<Int> {
      let start = max(0, -before)
      return start..<max(start, min(content, whole - before))
    }
    area = PixelArea(
      columns: seen(placement.left, content.width, size.width),
      rows: seen(placement.top, content.height, size.height))
    let image = placement.imageSize
    columns = FilterTaps(
      from: image.width, to: content.width, range: area.columns, preparation.resampling)
    rows = FilterTaps(
      from: image.height, to: content.height, range: area.rows, preparation.resampling)
  }

  /// Scales one row in width; results are bytes again, as between Pillow's two passes.
  private func scaleRow(
    _ row: UnsafeBufferPointer<UInt8>, to out: UnsafeMutableBufferPointer<UInt8>
  ) {
    columns.weights.withUnsafeBufferPointer { weights in
      for (x, tap) in columns.taps.enumerated() {
        var (red, green, blue) = (Self.half, Self.half, Self.half)
        var place = tap.first &* 3
        for index in tap.weights..<tap.weights &+ tap.count {
          let weight = weights[index]
          red &+= Int32(row[place]) &* weight
          green &+= Int32(row[place &+ 1]) &* weight
          blue &+= Int32(row[place &+ 2]) &* weight
          place &+= 3
        }
        out[x &* 3] = UInt8(clamping: red >> FilterTaps.bits)
        out[x &* 3 &+ 1] = UInt8(clamping: green >> FilterTaps.bits)
        out[x &* 3 &+ 2] = UInt8(clamping: blue >> FilterTaps.bits)
      }
    }
  }

  private static let half: Int32 = 1 << (FilterTaps.bits - 1)

  /// Weighs the scaled rows of one row of the input into `sums`.
  private func mixRows(
    _ strip: UnsafeMutableBufferPointer<UInt8>, _ tap: FilterTaps.Tap, _ reach: Range<Int>
  ) {
    let width = area.columns.count * 3
    let sum = sums.buffer(width)
    sum.update(repeating: Self.half)
    for index in 0..<tap.count {
      let weight = rows.weights[tap.weights + index]
      let start = (tap.first + index - reach.lowerBound) * width
      let line = UnsafeMutableBufferPointer(rebasing: strip[start..<start + width])
      for x in 0..<width { sum[x] = sum[x] &+ Int32(line[x]) &* weight }
    }
  }

  /// Writes `sums` as the three channels of row `y`, from column `x`.
  private func spread(
    to input: UnsafeMutableBufferPointer<Float>, _ size: ImageSize, x: Int, y: Int
  ) {
    let count = area.columns.count
    let sum = sums.buffer(count * 3)
    for channel in 0..<3 {
      let start = (channel * size.height + y) * size.width + x
      let row = UnsafeMutableBufferPointer(rebasing: input[start..<start + count])
      values[channel].withUnsafeBufferPointer { values in
        for column in 0..<count {
          row[column] = values[Int(UInt8(clamping: sum[column * 3 + channel] >> FilterTaps.bits))]
        }
      }
    }
  }
}
