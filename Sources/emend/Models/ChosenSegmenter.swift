import EmendCore
import EmendFormats
import EmendInference
import EmendStore

/// The model by which the review's clicks become masks.
enum ChosenSegmenter {
  case version(ModelVersion)
  /// There is none, with the sentence that says how to get one.
  case none(advice: String)

  /// What stands in `review.segmenter` to have none.
  private static let off = "none"

  /// - Parameters:
  ///   - versions: all that are registered.
  ///   - wish: `review.segmenter` of the settings.
  init(of versions: [ModelVersion], wish: String) {
    let able = versions.filter { $0.purpose == .prompt && $0.role != .retired }
    if wish == Self.off {
      self = .none(advice: "review.segmenter is none; a model's name, or nothing, turns masks on")
    } else if let found = wish.isEmpty
      ? able.max(by: { $0.id.rawValue < $1.id.rawValue }) : able.first(where: { $0.name == wish })
    {
      self = .version(found)
    } else if wish.isEmpty || able.isEmpty {
      self = .none(
        advice: "no model finds masks: `emend model add sam2_encoder.onnx`, its decoder beside it")
    } else {
      let names = able.map(\.name).joined(separator: ", ")
      self = .none(advice: "review.segmenter names \(wish), and there are: \(names)")
    }
  }
}

extension ModelVersion {
  /// What the model says of an image; nil for what emend did not write.
  var purpose: ModelCard.Purpose? {
    (try? JSONValue(text: card))?["purpose"]?.string.flatMap(ModelCard.Purpose.init)
  }
}

extension ModelFile {
  /// Loads a model that answers clicks with masks.
  ///
  /// Its idle threads sleep: spinning took 1.6 times the processor time of a click of the tiny
  /// SAM 2 (175 ms against 105, two threads, two busy cores, 2026-11-21), which the picture needs,
  /// and was no faster.
  ///
  /// - Throws: ``CommandFailure`` or `InferenceError`.
  func segmenter(
    _ settings: ProjectSettings, _ session: SessionSettings = SessionSettings(threads: 0)
  ) throws -> PromptedSegmenter {
    guard let decoder = companions[.decoder] else {
      throw CommandFailure(
        "\(version.name) has no decoder; register it again by `emend model add`")
    }
    return try PromptedSegmenter(
      RuntimeAccess.load(settings), encoder: path, decoder: decoder,
      settings: session)
  }
}
