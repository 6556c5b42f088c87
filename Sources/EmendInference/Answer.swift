public import EmendCore

/// What a model says of one image.
public enum Answer: Hashable, Sendable {
  /// Best first.
  case objects([Detection])
  /// All labels of the whole image, best first; the scores add up to 1.
  case labels([ScoredLabel])
  /// A vector that is near those of similar images; its length is the model's own.
  case embedding([Float])
  /// How unusual the image is, `0...1` with 0.5 at the threshold, and where.
  case anomaly(score: Double, [Detection])

  /// The objects; none where the answer is about the whole image.
  public var objects: [Detection] {
    switch self {
    case .objects(let objects), .anomaly(_, let objects): objects
    case .labels, .embedding: []
    }
  }
}
