import EmendCore
import EmendFormats
import Synchronization

/// What went wrong with the answers of a program or a server, from any thread.
final class BackendTroubles: Sendable {
  /// The model version's.
  private let name: String
  private let state = Mutex(State())

  private struct State {
    var failuresInARow = 0
    var strangers: Set<String> = []
    var leftOut: [String: Int] = [:]
  }

  /// What fails so often has a fault of its own, and each of ten thousand images would only say so
  /// again.
  private static let failureLimit = 5

  init(_ name: String) { self.name = name }

  /// Notes that an image was answered, with what emend has no shape for.
  func noteAnswer(leavingOut leftOut: [String: Int] = [:]) {
    state.withLock { state in
      state.failuresInARow = 0
      state.leftOut.merge(leftOut, uniquingKeysWith: +)
    }
  }

  /// Notes a label that is none of those that were asked for; open vocabularies have no end.
  func note(stranger: String) {
    state.withLock { if $0.strangers.count < 1_000 { $0.strangers.insert(stranger) } }
  }

  /// The failure of an image; throws what ends the run when too many failed in a row.
  ///
  /// `remedy` says where to look, as `; its log is …`.
  func failure(_ image: ImageFile, _ sentence: String, remedy: String = "") throws -> CommandFailure
  {
    let failure = Self.refusal(image, sentence)
    let count = state.withLock { state in
      state.failuresInARow += 1
      return state.failuresInARow
    }
    guard count < Self.failureLimit else {
      throw CommandFailure(
        "\(failure)\n\(name): it failed on \(count) images in a row, so the others are not tried; "
          + "mend it, then give the same command again\(remedy)")
    }
    return failure
  }

  /// An image's own failure, which says nothing of the next one's.
  static func refusal(_ image: ImageFile, _ sentence: String) -> CommandFailure {
    CommandFailure("\(image.path.display): \(sentence)")
  }

  /// Tells of what was left out.
  func report() {
    let (strangers, leftOut) = state.withLock { ($0.strangers, $0.leftOut) }
    if !strangers.isEmpty {
      let names = strangers.sorted().prefix(6).joined(separator: ", ")
      Console.note(
        "\(name): objects of \(Words.count(strangers.count, "label")) that its card does not name "
          + "were left out: \(names)")
    }
    for (kind, count) in leftOut.sorted(by: { $0.key < $1.key }) {
      Console.note("\(name): left out what emend has no shape for: \(kind), \(count) times")
    }
  }
}
