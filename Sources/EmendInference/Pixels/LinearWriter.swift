import EmendCore
import EmendRaster

/// Writes images that OpenCV's `INTER_LINEAR` resizes: three planes of Float32 in `0...1`.
///
/// Made and used by one worker; it keeps its rows and weights from image to image.
final class LinearWriter {
  private var sizes: Placement?
  private var columns = FixedPointTaps(from: 1, to: 1, along: .columns)
  private var rows = FixedPointTaps(from: 1, to: 1, along: .rows)
  /// Two source rows, scaled in width, as three planes each.
  private var scaled = Scratch<Int32>()

  /// - Parameters:
  ///   - image: of the placement's `imageSize`.
  ///   - placement: how the image lies in the input; nothing of it may lie outside.
  ///   - padding: the value around the image, in `0...1`.
  ///   - input: room for `3 * inputSize.width * inputSize.height` values.
  func write(
    _ image: PixelImage, _ placement: Placement, padding: Float,
    to input: UnsafeMutableBufferPointer<Float>
  ) {
    let planes = Planes(input, placement)
    planes.fillMargins(padding)
    let content = placement.contentSize
    image.pixels.withUnsafeBufferPointer { pixels in
      if content == placement.imageSize {
        copy(pixels, to: planes)
      } else if image.width == 2 * content.width, image.height == 2 * content.height {
        halve(pixels, to: planes)
      } else {
        prepare(placement)
        resize(pixels, to: planes)
      }
    }
  }

  private func copy(_ pixels: UnsafeBufferPointer<UInt8>, to planes: Planes) {
    for y in 0..<planes.height {
      for channel in 0..<3 {
        let row = planes.row(y, channel)
        var source = y * planes.width * 3 + channel
        for x in 0..<planes.width {
          row[x] = Float(pixels[source]) / 255
          source += 3
        }
      }
    }
  }

  /// OpenCV averages four pixels where both sides halve exactly.
  private func halve(_ pixels: UnsafeBufferPointer<UInt8>, to planes: Planes) {
    let stride = planes.width * 6
    for y in 0..<planes.height {
      for channel in 0..<3 {
        let row = planes.row(y, channel)
        var source = 2 * y * stride + channel
        for x in 0..<planes.width {
          let upper = Int32(pixels[source]) + Int32(pixels[source + 3])
          let lower = Int32(pixels[source + stride]) + Int32(pixels[source + stride + 3])
          row[x] = Float((upper + lower + 2) >> 2) / 255
          source += 6
        }
      }
    }
  }

  private func prepare(_ placement: Placement) {
    guard sizes != placement else { return }
    sizes = placement
    let (from, to) = (placement.imageSize, placement.contentSize)
    columns = FixedPointTaps(from: from.width, to: to.width, along: .columns)
    rows = FixedPointTaps(from: from.height, to: to.height, along: .rows)
  }

  private func resize(_ pixels: UnsafeBufferPointer<UInt8>, to planes: Planes) {
    let size = planes.width * 3
    let both = scaled.buffer(2 * size)
    guard let imageSize = sizes?.imageSize, var upper = both.baseAddress else { return }
    var lower = upper + size
    var (upperIndex, lowerIndex) = (-1, -1)
    func source(_ y: Int) -> UnsafeBufferPointer<UInt8> {
      let stride = imageSize.width * 3
      return UnsafeBufferPointer(rebasing: pixels[y * stride..<(y + 1) * stride])
    }
    for y in 0..<planes.height {
      if rows.low[y] == lowerIndex {
        swap(&upper, &lower)
        swap(&upperIndex, &lowerIndex)
      }
      if rows.low[y] != upperIndex {
        upperIndex = rows.low[y]
        scaleRow(source(upperIndex), to: upper)
      }
      if rows.high[y] != lowerIndex {
        lowerIndex = rows.high[y]
        scaleRow(source(lowerIndex), to: lower)
      }
      mix(upper, rows.lowWeight[y], lower, rows.highWeight[y], y, planes)
    }
  }

  /// Scales one row in width; results are shifted right by 4 bits, as the rows' step takes them.
  private func scaleRow(_ row: UnsafeBufferPointer<UInt8>, to out: UnsafeMutablePointer<Int32>) {
    let count = columns.low.count
    columns.low.withUnsafeBufferPointer { low in
      columns.high.withUnsafeBufferPointer { high in
        columns.lowWeight.withUnsafeBufferPointer { lowWeight in
          columns.highWeight.withUnsafeBufferPointer { highWeight in
            for x in 0..<count {
              let (first, second) = (low[x] &* 3, high[x] &* 3)
              let (left, right) = (lowWeight[x], highWeight[x])
              for channel in 0..<3 {
                let sum =
                  Int32(row[first &+ channel]) &* left &+ Int32(row[second &+ channel]) &* right
                out[channel &* count &+ x] = sum >> 4
              }
            }
          }
        }
      }
    }
  }

  private func mix(
    _ upper: UnsafePointer<Int32>, _ upperWeight: Int32, _ lower: UnsafePointer<Int32>,
    _ lowerWeight: Int32, _ y: Int, _ planes: Planes
  ) {
    for channel in 0..<3 {
      let row = planes.row(y, channel)
      let (upper, lower) = (upper + channel * planes.width, lower + channel * planes.width)
      for x in 0..<planes.width {
        let sum =
          (upper[x] &* upperWeight) >> 16 &+ (lower[x] &* lowerWeight) >> 16 &+ 2
        row[x] = Float(sum >> 2) / 255
      }
    }
  }
}

/// Where the scaled image lies in a model's input.
private struct Planes {
  let width: Int
  let height: Int
  private let values: UnsafeMutableBufferPointer<Float>
  private let placement: Placement

  init(_ values: UnsafeMutableBufferPointer<Float>, _ placement: Placement) {
    self.values = values
    self.placement = placement
    width = placement.contentSize.width
    height = placement.contentSize.height
  }

  /// The values of row `y` of the scaled image.
  func row(_ y: Int, _ channel: Int) -> UnsafeMutableBufferPointer<Float> {
    let input = placement.inputSize
    let start = (channel * input.height + placement.top + y) * input.width + placement.left
    return UnsafeMutableBufferPointer(rebasing: values[start..<start + width])
  }

  func fillMargins(_ grey: Float) {
    let input = placement.inputSize
    guard input != placement.contentSize else { return }
    for channel in 0..<3 {
      for y in 0..<input.height {
        let start = (channel * input.height + y) * input.width
        let isContent = (placement.top..<placement.top + height).contains(y)
        let leftEnd = isContent ? placement.left : input.width
        values[start..<start + leftEnd].update(repeating: grey)
        guard isContent else { continue }
        values[start + placement.left + width..<start + input.width].update(repeating: grey)
      }
    }
  }
}
