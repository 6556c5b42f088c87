/// A set of pixels of an image of `size`, as COCO's run lengths.
///
/// `runs` go down each column, columns from left to right, and start with a run of pixels that
/// are not set (of length 0 when the first pixel is); they add up to `width * height`.
public struct Mask: Hashable, Sendable {
  public let size: ImageSize
  public let runs: [UInt32]

  /// - Precondition: the runs add up to the number of pixels.
  public init(size: ImageSize, runs: [UInt32]) {
    let sum = runs.reduce(0) { $0 + Int($1) }
    precondition(
      sum == size.width * size.height,
      "runs add up to \(sum), expected \(size.width) * \(size.height)")
    self.size = size
    self.runs = runs
  }
}
