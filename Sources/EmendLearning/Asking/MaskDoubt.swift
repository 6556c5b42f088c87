public import EmendCore

/// Where a model's masks of one object differ, so that a reviewer's yes or no tells them apart.
///
/// After Benenson and Ferrari, *From colouring-in to pointillism* (2022): ten such answers a mask
/// give 94 to 98 % of what drawing gives.
public struct MaskDoubt {
  private let grid: MaskGrid

  /// - Parameters:
  ///   - masks: of one object and one image; at most 32 count.
  ///   - points: what is known already.
  /// - Complexity: O(runs + 192² × masks)
  public init(_ masks: [PromptedMask], knowing points: [PromptPoint] = []) {
    grid = MaskGrid(Array(masks.prefix(32)), points)
  }

  /// The place deepest inside where the masks differ, and rather where they weigh the same; nil
  /// where they differ at their edges only.
  ///
  /// - Returns: the centre of a pixel that one mask has and another has not.
  public var place: ImagePoint? {
    var (best, place): (Double, ImagePoint?) = (0, nil)
    let depths = grid.depths
    for index in depths.indices where depths[index] >= MaskGrid.least {
      let value = grid.doubt(at: index) * Double(depths[index])
      if value > best { (best, place) = (value, grid.point(at: index)) }
    }
    return place
  }
}

/// Masks on a grid of at most 192 cells a side over all of them, a sample in each cell's middle,
/// and around it a frame of cells that no mask has.
private struct MaskGrid {
  let columns: Int
  let rows: Int
  private let step: Int
  private let left: Int
  private let top: Int
  /// Which masks have each cell, a bit a mask; row after row, with the frame.
  private var patterns: [UInt32]
  private let weights: [Double]
  /// Cells of which the answer is known.
  private var known: [Int] = []

  private static let side = 192
  /// What a step to the side and one to the corner cost.
  private static let (straight, aslant) = (3, 4)
  /// Two cells deep; less is how finely the masks were drawn.
  static let least = 2 * straight

  init(_ masks: [PromptedMask], _ points: [PromptPoint]) {
    let boxes = masks.map(\.mask.bounds).filter { $0.area > 0 }
    (left, top) = (Int(boxes.map(\.x).min() ?? 0), Int(boxes.map(\.y).min() ?? 0))
    let width = Int(boxes.map(\.maxX).max() ?? 0) - left
    let height = Int(boxes.map(\.maxY).max() ?? 0) - top
    step = max(1, (max(width, height) + Self.side - 1) / Self.side)
    (columns, rows) = ((width + step - 1) / step + 2, (height + step - 1) / step + 2)
    patterns = Array(repeating: 0, count: columns * rows)
    // A score of 0 says little, and not that the mask is none.
    let total = masks.reduce(0) { $0 + max($1.score, 0.01) }
    weights = masks.map { max($0.score, 0.01) / total }
    for point in points {
      let (x, y) = (point.point.x - Double(left), point.point.y - Double(top))
      guard x >= 0, y >= 0, x < Double(width), y < Double(height) else { continue }
      known.append((Int(y) / step + 1) * columns + Int(x) / step + 1)
    }
    for (bit, mask) in masks.enumerated() { sample(mask.mask, bit: UInt32(1) << UInt32(bit)) }
  }

  /// The pixel in the middle of a cell; that of the last cells may be the image's last.
  private func pixel(_ cell: Int, from start: Int, within length: Int) -> Int {
    min(start + (cell - 1) * step + step / 2, length - 1)
  }

  private mutating func sample(_ mask: Mask, bit: UInt32) {
    var (run, end) = (0, mask.runs.first.map { Int($0) } ?? 0)
    for column in 1..<columns - 1 {
      let x = pixel(column, from: left, within: mask.size.width)
      for row in 1..<rows - 1 {
        let place = x * mask.size.height + pixel(row, from: top, within: mask.size.height)
        while place >= end, run + 1 < mask.runs.count {
          run += 1
          end += Int(mask.runs[run])
        }
        if run % 2 == 1 { patterns[row * columns + column] |= bit }
      }
    }
  }

  /// How little the masks' weights say of a cell: 1 where those that have it weigh as much as the
  /// others, 0 where all agree.
  func doubt(at index: Int) -> Double {
    var share = 0.0
    for (bit, weight) in weights.enumerated() where patterns[index] >> UInt32(bit) & 1 == 1 {
      share += weight
    }
    return 4 * share * (1 - share)
  }

  func point(at index: Int) -> ImagePoint {
    let (row, column) = index.quotientAndRemainder(dividingBy: columns)
    return ImagePoint(
      x: Double(left + (column - 1) * step + step / 2) + 0.5,
      y: Double(top + (row - 1) * step + step / 2) + 0.5)
  }

  /// How far each cell is from one that other masks have, or from what is known, in steps of
  /// `straight` and `aslant`; of cells that no mask has it means nothing.
  ///
  /// Borgefors' chamfer distance, in one pass down and one up.
  var depths: [Int] {
    var depths = Array(repeating: Int.max / 2, count: patterns.count)
    for cell in known { depths[cell] = 0 }
    let above = [
      (-columns - 1, Self.aslant), (-columns, Self.straight), (-columns + 1, Self.aslant),
      (-1, Self.straight),
    ]
    let inner = columns + 1..<max(columns + 1, patterns.count - columns - 1)
    for index in inner where patterns[index] != 0 { relax(index, above, &depths) }
    let below = above.map { (-$0.0, $0.1) }
    for index in inner.reversed() where patterns[index] != 0 { relax(index, below, &depths) }
    return depths
  }

  private func relax(_ index: Int, _ neighbours: [(Int, Int)], _ depths: inout [Int]) {
    let pattern = patterns[index]
    for (step, cost) in neighbours {
      let other = index + step
      let way = patterns[other] == pattern ? depths[other] + cost : cost
      if way < depths[index] { depths[index] = way }
    }
  }
}
