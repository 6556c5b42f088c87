import EmendCore
import EmendRaster

/// Writes images that one of Pillow's filters resizes, as planes of the values that a model wants.
///
/// Equal to Pillow 13.0 in every byte, and to torch but for rounding. Made and used by one worker;
/// it keeps its weights from image to image.
final class FilterWriter {
  private let preparation: Preparation
  /// The value of each byte of each channel.
  private let values: [[Float]]
  private var sizes: Placement?
  private var columns: FilterTaps
  private var rows: FilterTaps
  /// The part of the scaled image that the input holds.
  private var area = PixelArea(columns: 0..<0, rows: 0..<0)
  /// The image after the first pass, three bytes a pixel.
  private var scaled = Scratch<UInt8>()
  private var sums = Scratch<Int32>()
  private var line = Scratch<UInt8>()

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
    fillMargins(placement.inputSize, input)
    let place = ImageOrigin(
      x: placement.left + area.columns.lowerBound, y: placement.top + area.rows.lowerBound)
    image.pixels.withUnsafeBufferPointer { pixels in
      if isHeightFirst(placement) {
        writeHeightFirst(pixels, stride: image.width * 3, to: input, placement.inputSize, place)
      } else {
        writeWidthFirst(pixels, stride: image.width * 3, to: input, placement.inputSize, place)
      }
    }
  }

  /// Whether the image is scaled in height before it is in width.
  ///
  /// Pillow's rule as seen from outside: it tells the order for 493 of 493 random sizes at which
  /// the order shows (13.0, 2026-11).
  private func isHeightFirst(_ placement: Placement) -> Bool {
    guard preparation.library == .pillow else { return false }
    let (image, content) = (placement.imageSize, placement.contentSize)
    let (columns, rows) = (image.width - content.width, image.height - content.height)
    return rows > 0 && rows > 2 * columns
  }

  private struct ImageOrigin {
    var x: Int
    var y: Int
  }

  private func fillMargins(_ size: ImageSize, _ input: UnsafeMutableBufferPointer<Float>) {
    guard area.columns.count < size.width || area.rows.count < size.height else { return }
    let plane = size.width * size.height
    for channel in 0..<3 {
      input[channel * plane..<(channel + 1) * plane]
        .update(repeating: preparation.value(of: preparation.padding, channel))
    }
  }

  private func writeWidthFirst(
    _ pixels: UnsafeBufferPointer<UInt8>, stride: Int,
    to input: UnsafeMutableBufferPointer<Float>, _ size: ImageSize, _ place: ImageOrigin
  ) {
    let (reach, width) = (rows.reach, area.columns.count * 3)
    let strip = scaled.buffer(reach.count * width)
    for (index, y) in reach.enumerated() {
      scaleRow(
        UnsafeBufferPointer(rebasing: pixels[y * stride..<(y + 1) * stride]),
        to: UnsafeMutableBufferPointer(rebasing: strip[index * width..<(index + 1) * width]))
    }
    let out = line.buffer(width)
    for (index, tap) in rows.taps.enumerated() {
      let start = (tap.first - reach.lowerBound) * width
      mixRows(UnsafeBufferPointer(rebasing: strip[start...]), stride: width, tap, to: out)
      spread(out, to: input, size, x: place.x, y: place.y + index)
    }
  }

  private func writeHeightFirst(
    _ pixels: UnsafeBufferPointer<UInt8>, stride: Int,
    to input: UnsafeMutableBufferPointer<Float>, _ size: ImageSize, _ place: ImageOrigin
  ) {
    let mixed = scaled.buffer(stride)
    let out = line.buffer(area.columns.count * 3)
    for (index, tap) in rows.taps.enumerated() {
      mixRows(
        UnsafeBufferPointer(rebasing: pixels[(tap.first * stride)...]), stride: stride, tap,
        to: mixed)
      scaleRow(UnsafeBufferPointer(mixed), to: out)
      spread(out, to: input, size, x: place.x, y: place.y + index)
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

  /// Weighs the rows of one tap, of which `source` begins with the first.
  private func mixRows(
    _ source: UnsafeBufferPointer<UInt8>, stride: Int, _ tap: FilterTaps.Tap,
    to out: UnsafeMutableBufferPointer<UInt8>
  ) {
    let sum = sums.buffer(out.count)
    sum.update(repeating: Self.half)
    for index in 0..<tap.count {
      let weight = rows.weights[tap.weights + index]
      let row = UnsafeBufferPointer(
        rebasing: source[index * stride..<index * stride + out.count])
      for x in 0..<out.count { sum[x] = sum[x] &+ Int32(row[x]) &* weight }
    }
    for x in 0..<out.count { out[x] = UInt8(clamping: sum[x] >> FilterTaps.bits) }
  }

  /// Writes a row of pixels as the three channels of row `y`, from column `x`.
  private func spread(
    _ pixels: UnsafeMutableBufferPointer<UInt8>, to input: UnsafeMutableBufferPointer<Float>,
    _ size: ImageSize, x: Int, y: Int
  ) {
    let count = area.columns.count
    for channel in 0..<3 {
      let start = (channel * size.height + y) * size.width + x
      let row = UnsafeMutableBufferPointer(rebasing: input[start..<start + count])
      values[channel].withUnsafeBufferPointer { values in
        for column in 0..<count { row[column] = values[Int(pixels[column * 3 + channel])] }
      }
    }
  }
}
