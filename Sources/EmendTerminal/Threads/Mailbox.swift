import Synchronization

/// Messages from any thread to one thread, oldest first.
///
/// `post` and `close` may be called from anywhere; `drain` and `next` only from the one thread
/// that owns the mailbox. A thread with several things to wait for polls `readEnd`; a
/// worker with nothing else to do calls `next`.
public final class Mailbox<Element: Sendable>: Sendable {
  private struct State {
    var waiting: [Element] = []
    var isClosed = false
  }

  private let state = Mutex(State())
  private let bell = Bell()

  /// Readable while messages wait, and once the mailbox is closed.
  public var readEnd: Int32 { bell.readEnd }

  public init() {}

  /// Whether further messages are refused.
  public var isClosed: Bool { state.withLock { $0.isClosed } }

  /// Whether no message waits.
  public var isEmpty: Bool { state.withLock { $0.waiting.isEmpty } }

  /// Adds a message and wakes the owner.
  ///
  /// - Returns: false, and the message is dropped, when the mailbox is closed.
  @discardableResult
  public func post(_ element: Element) -> Bool {
    let wasEmpty: Bool? = state.withLock { state in
      guard !state.isClosed else { return nil }
      defer { state.waiting.append(element) }
      return state.waiting.isEmpty
    }
    guard let wasEmpty else { return false }
    if wasEmpty { bell.ring() }
    return true
  }

  /// Refuses further messages and wakes the owner; what waits can still be taken.
  public func close() {
    state.withLock { $0.isClosed = true }
    bell.ring()
  }

  /// Takes everything posted so far, without waiting.
  public func drain() -> [Element] {
    // The bell first: a message that is posted in between rings again and is at worst looked for
    // in vain, never overlooked.
    _ = bell.silence()
    return state.withLock { state in
      defer { state.waiting = [] }
      return state.waiting
    }
  }

  /// The oldest message, waiting for one.
  ///
  /// - Returns: nil once the mailbox is closed and empty.
  public func next() -> Element? {
    while true {
      let (element, isClosed) = state.withLock { state in
        (state.waiting.isEmpty ? nil : state.waiting.removeFirst(), state.isClosed)
      }
      if element != nil || isClosed { return element }
      bell.wait()
      _ = bell.silence()
    }
  }
}
