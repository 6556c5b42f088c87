/// How much of a long piece of work is done, for a progress bar.
public struct WorkDone: Equatable, Sendable {
  public var done: Int
  public var total: Int
  /// What is counted, such as "images".
  public var unit: String

  public init(_ done: Int, of total: Int, _ unit: String) {
    self.done = done
    self.total = total
    self.unit = unit
  }
}

/// Is told now and then how far the work is; it must return at once.
public typealias WorkReport = (WorkDone) -> Void
