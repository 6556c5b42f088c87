import EmendCore

/// One place of a model's answer that may be an object, in pixels of the model's input.
struct Candidate {
  var corners: Corners
  var score: Float
  /// The label's index.
  var label: Int
  /// The column of a raw answer, or the row of a finished one.
  var place: Int
}

/// What a model's answer for one image is read from.
protocol Head {
  /// The places that score more than their label's threshold, at most `maximumCount`, best first,
  /// none of which overlaps a better one too much.
  func candidates(
    _ settings: PredictionSettings, scratch: inout Scratch<Float>
  ) throws(InferenceError) -> [Candidate]
  /// The second best label of a candidate, where the answer tells.
  func alternative(to candidate: Candidate) -> ScoredLabel?
  /// The sum of the binary entropies of the scores that are known of a candidate, in nats.
  func entropy(of candidate: Candidate) -> Double
  /// What the answer holds of a candidate beside box and scores: mask coefficients, keypoints, or
  /// an angle.
  func extras(of candidate: Candidate) -> [Float]
}

/// The entropy of "is it this label or not", in nats: 0 at certainty, ln 2 at 0.5.
func binaryEntropy(_ score: Float) -> Double {
  let score = Double(score)
  guard score > 0, score < 1 else { return 0 }
  return -score * score.naturalLogarithm - (1 - score) * (1 - score).naturalLogarithm
}
