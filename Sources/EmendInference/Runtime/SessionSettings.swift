/// How a model is loaded.
public struct SessionSettings: Hashable, Sendable {
  public var provider: Provider
  /// Threads inside one run; 0 leaves the choice to the library (one for each physical core).
  public var threads: Int
  /// How long a thread that has nothing to do waits: spinning is faster where one model has the
  /// machine to itself, and takes the cores from the others where several share it.
  public var waiting: Waiting

  public enum Waiting: Hashable, Sendable {
    case spinning
    case sleeping
  }

  public init(provider: Provider = .cpu, threads: Int = 1, waiting: Waiting = .sleeping) {
    self.provider = provider
    self.threads = threads
    self.waiting = waiting
  }
}
