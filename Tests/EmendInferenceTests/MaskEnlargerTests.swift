import EmendCore
import EmendTestSupport
import Testing

@testable import EmendInference

/// Masks are the same whether all pixels are computed or only those between two signs.
struct MaskEnlargerTests {
  static let sizes = [(1, 1), (7, 300), (64, 64), (130, 97), (13, 2), (400, 31)]

  @Test(arguments: sizes, [PromptForm.Fit.stretched, .padded])
  func everyPixelIsAsIfComputed(size: (Int, Int), fit: PromptForm.Fit) {
    var chance = SeededGenerator(seed: 7)
    let imageSize = ImageSize(width: size.0, height: size.1)
    let placement = placement(imageSize, fit)
    for _ in 1...5 {
      let values = (0..<32 * 32).map { _ in Float.random(in: -1...0.8, using: &chance) }
      let logits = MaskLogits(width: 32, height: 32, values: values)
      var runs = RunList()
      let plain = plain(logits, placement, fit)
      for x in 0..<size.0 {
        for y in 0..<size.1 { runs.add(1, isSet: plain[y][x] > 0) }
      }
      let mask = MaskEnlarger(placement, fit).mask(logits)
      #expect(mask?.runs == (runs.hasSet ? runs.finished : nil))
    }
  }

  @Test func aMaskWithoutPixelsIsNone() {
    let placement = placement(ImageSize(width: 40, height: 30), .stretched)
    let zeros = MaskLogits(width: 8, height: 8, values: [Float](repeating: 0, count: 64))
    #expect(MaskEnlarger(placement, .stretched).mask(zeros) == nil)
  }

  private func placement(_ size: ImageSize, _ fit: PromptForm.Fit) -> Placement {
    let side = 128
    let input = ImageSize(width: side, height: side)
    let scale = Double(side) / Double(max(size.width, size.height))
    func scaled(_ side: Int) -> Int { max(1, Int(Double(side) * scale + 0.5)) }
    return Placement(
      imageSize: size, inputSize: input,
      contentSize: fit == .stretched
        ? input : ImageSize(width: scaled(size.width), height: scaled(size.height)))
  }

  /// As the originals do it: whole grids, one after the other.
  private func plain(
    _ logits: MaskLogits, _ placement: Placement, _ fit: PromptForm.Fit
  ) -> [[Float]] {
    var grid = (0..<logits.height).map { y in
      Array(logits.values[y * logits.width..<(y + 1) * logits.width])
    }
    if fit == .padded {
      let content = placement.contentSize
      grid = resized(grid, placement.inputSize)
      grid = grid.prefix(content.height).map { Array($0.prefix(content.width)) }
    }
    return resized(grid, placement.imageSize)
  }

  private func resized(_ grid: [[Float]], _ size: ImageSize) -> [[Float]] {
    let columns = LinearTaps(from: grid[0].count, to: size.width, range: 0..<size.width).taps
    let rows = LinearTaps(from: grid.count, to: size.height, range: 0..<size.height).taps
    return rows.map { row in
      columns.map { column in
        func mixed(_ y: Int32) -> Float {
          let line = grid[Int(y)]
          return line[Int(column.low)] * (1 - column.weight)
            + line[Int(column.high)] * column.weight
        }
        return mixed(row.low) * (1 - row.weight) + mixed(row.high) * row.weight
      }
    }
  }
}
