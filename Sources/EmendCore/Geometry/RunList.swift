/// Joins stretches of pixels, down the columns from the left, into a mask's ``Mask/runs``.
public struct RunList: Sendable {
  private var runs: [UInt32] = []
  private var length: UInt32 = 0
  private var isSet = false
  /// Whether any pixel is set.
  public private(set) var hasSet = false

  public init() {}

  /// Adds the next `count` pixels; none where it is not positive.
  public mutating func add(_ count: Int, isSet value: Bool) {
    guard count > 0 else { return }
    if value != isSet {
      runs.append(length)
      length = 0
      isSet = value
      hasSet = hasSet || value
    }
    length += UInt32(count)
  }

  /// The runs with the last one.
  public var finished: [UInt32] { runs + [length] }
}
