public import EmendCore

/// The order in which images should be reviewed: what the store's SQL must agree with.
///
/// With `hash` = FNV-1a of 64 bits over the text `SEED:SHA256` (the seed in decimal, the image's
/// SHA-256 in lowercase hexadecimal):
/// 1. An image is *control* where `hash % 10000 < round(controlShare * 10000)`.
/// 2. The main list holds the other images by (value descending, image ascending). The value is
///    that of ``Uncertainty``; for the strategy random it is `hash / 2^64`, for oldest 0.
/// 3. The control list holds the control images by (hash ascending as an unsigned number, image
///    ascending).
/// 4. The i-th of a list's n images, from 0, has the rank `(i + 0.5) / n`. Both lists are merged
///    by (rank ascending, main before control), so that control images come at an even distance.
///
/// Whether an image is control depends on its content and the seed alone: it stays so when
/// images are added and when the model changes.
public enum QueueOrder {
  /// Why an image is in the queue.
  public enum Selection: String, Sendable {
    case main
    case control
  }

  /// An image that is still to be reviewed.
  public struct Candidate: Hashable, Sendable {
    public var image: ImageID
    /// Of the image's content, 64 lowercase hexadecimal digits.
    public var sha256: String
    /// By ``Uncertainty``; strategies that do not look at objects pay no heed to it.
    public var value: Double

    public init(image: ImageID, sha256: String, value: Double) {
      self.image = image
      self.sha256 = sha256
      self.value = value
    }
  }

  /// An image at its place.
  public struct Place: Hashable, Sendable {
    public var image: ImageID
    public var selection: Selection
  }

  /// The candidates in the order of review.
  ///
  /// - Complexity: O(n log n)
  public static func places(
    of candidates: [Candidate], settings: QueueSettings
  ) -> [Place] {
    let ranked = candidates.map { Ranked($0, settings) }
    let main = ranked.filter { $0.selection == .main }.sorted {
      ($1.value, $0.image) < ($0.value, $1.image)
    }
    let control = ranked.filter { $0.selection == .control }.sorted {
      ($0.hash, $0.image) < ($1.hash, $1.image)
    }
    return merged(main, control).map { Place(image: $0.image, selection: $0.selection) }
  }

  /// The hash on which chance in the queue rests.
  public static func hash(sha256: String, seed: UInt64) -> UInt64 {
    StableHash.fnv1a("\(seed):\(sha256)".utf8)
  }

  /// Whether an image is drawn at random, see rule 1.
  public static func selection(sha256: String, settings: QueueSettings) -> Selection {
    // In this order a share that is not a number becomes 0.
    let share = UInt64((min(1, max(0, settings.controlShare)) * 10000).rounded())
    return hash(sha256: sha256, seed: settings.seed) % 10000 < share ? .control : .main
  }

  private static func merged(_ main: [Ranked], _ control: [Ranked]) -> [Ranked] {
    var (result, i, j) = ([Ranked](), 0, 0)
    while i < main.count || j < control.count {
      let takesMain =
        j == control.count
        || i < main.count
          && (Double(i) + 0.5) / Double(main.count) <= (Double(j) + 0.5) / Double(control.count)
      result.append(takesMain ? main[i] : control[j])
      if takesMain { i += 1 } else { j += 1 }
    }
    return result
  }

  /// A candidate with what rules 1 to 3 ask for.
  private struct Ranked {
    var image: ImageID
    var hash: UInt64
    var selection: Selection
    var value: Double

    init(_ candidate: Candidate, _ settings: QueueSettings) {
      image = candidate.image
      hash = QueueOrder.hash(sha256: candidate.sha256, seed: settings.seed)
      selection = QueueOrder.selection(sha256: candidate.sha256, settings: settings)
      value =
        switch settings.strategy {
        case .entropy, .margin, .leastConfidence: candidate.value
        case .random: Double(hash) * 0x1p-64
        case .oldest: 0
        }
    }
  }
}
