import EmendCore

/// The way from the pixels of an upright picture to those of the image that it is cut from.
struct Perspective {
  /// Row after row; the last one is 1.
  private let matrix: [Double]

  /// It is nil where three corners lie on a line.
  ///
  /// - Parameters:
  ///   - size: of the upright picture, whose corners come to `corners`.
  ///   - corners: upper left, upper right, lower right, lower left.
  init?(fromSize size: ImageSize, to corners: [ImagePoint]) {
    let (width, height) = (Double(size.width), Double(size.height))
    let flat = [(0, 0), (width, 0), (width, height), (0, height)]
    var rows: [[Double]] = []
    for ((x, y), corner) in zip(flat, corners) {
      rows.append([x, y, 1, 0, 0, 0, -x * corner.x, -y * corner.x, corner.x])
      rows.append([0, 0, 0, x, y, 1, -x * corner.y, -y * corner.y, corner.y])
    }
    guard let solution = Self.solved(rows) else { return nil }
    matrix = solution + [1]
  }

  /// Where a pixel of the picture comes from.
  func place(_ x: Int, _ y: Int) -> (x: Double, y: Double) {
    let (x, y) = (Double(x), Double(y))
    let depth = matrix[6] * x + matrix[7] * y + matrix[8]
    let scale = depth == 0 ? 0 : 1 / depth
    return (
      (matrix[0] * x + matrix[1] * y + matrix[2]) * scale,
      (matrix[3] * x + matrix[4] * y + matrix[5]) * scale
    )
  }

  /// Gauss's elimination with the largest pivots; each row ends with its right side.
  private static func solved(_ rows: [[Double]]) -> [Double]? {
    var rows = rows
    let count = rows.count
    for step in 0..<count {
      let pivot = (step..<count).max { abs(rows[$0][step]) < abs(rows[$1][step]) } ?? step
      guard abs(rows[pivot][step]) > 1e-12 else { return nil }
      rows.swapAt(step, pivot)
      for row in 0..<count where row != step {
        let share = rows[row][step] / rows[step][step]
        for column in step...count { rows[row][column] -= share * rows[step][column] }
      }
    }
    return (0..<count).map { rows[$0][count] / rows[$0][$0] }
  }
}
