import EmendCore
import EmendInference

/// What answers images: a model in this process, a program beside it or a server.
///
/// Shards, measuring, ctrl+c, progress and the ledger work alike for all of them.
protocol Backend: Sendable {
  /// The name of its kind; part of what predictions are stored under.
  var family: String { get }
  /// Names, which the labels of its answers count from 0.
  var labels: [String] { get }
  /// What else its answers come from, as another part of that: `;slices=640x0.2`.
  var variant: String { get }
  /// How many threads may ask at once.
  var workers: Int { get }
  /// How many images are asked for at once.
  var batch: Int { get }

  /// What is said of each of some images; several threads may ask at once.
  ///
  /// - Returns: one answer an image, or none of those that were not done when ctrl+c was pressed.
  /// - Throws: what ends the run, because no other image can be answered either.
  func answer(_ images: [ImageFile], _ settings: PredictionSettings) throws -> [ImageAnswer]

  /// Ends what was started for the answers; nothing is asked afterwards.
  func close()
}

extension Backend {
  var variant: String { "" }
  func close() {}
}

/// What came of one image; its labels are the backend's.
struct ImageAnswer: Sendable {
  var image: ImageID
  var result: Result<Answer, any Error>
}
