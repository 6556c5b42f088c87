import EmendCore

/// How the files of one exporter name what they take and give.
struct PromptForm: Equatable, Sendable {
  /// How an image comes to the encoder's input, which is square.
  enum Fit: Equatable, Sendable {
    /// Stretched, whatever its proportions.
    case stretched
    /// The longer side as long as the input's, zeros to the right and below.
    case padded
  }

  /// What ends the list of points.
  enum Ending: Equatable, Sendable {
    /// A point that says nothing, as SAM 2's own predictor has it.
    case always
    /// The same, but only where there is no box, as SAM's own predictor has it.
    case withoutBox
    /// The decoder adds it, and takes boxes apart from points.
    case byDecoder
  }

  /// What a person calls it.
  let name: String
  let fit: Fit
  let ending: Ending
  /// What the encoder gives and the decoder takes.
  let maps: [String]
  /// The decoder's inputs of positions and of what lies there.
  let points: String
  let labels: String
  /// The decoder's output of masks at a quarter of the input's size; the first that there is.
  let logits: [String]
  let scores: String

  /// Every form that emend reads; the first whose names a decoder has is taken.
  static let all = [
    PromptForm(
      name: "SAM 2 by samexporter", fit: .stretched, ending: .always,
      maps: ["image_embed", "high_res_feats_0", "high_res_feats_1"], points: "point_coords",
      labels: "point_labels", logits: ["low_res_masks", "masks"], scores: "iou_predictions"),
    PromptForm(
      name: "SAM 2 by transformers.js", fit: .stretched, ending: .byDecoder,
      maps: (0..<3).map { "image_embeddings.\($0)" }, points: "input_points",
      labels: "input_labels", logits: ["pred_masks"], scores: "iou_scores"),
    PromptForm(
      name: "HQ-SAM", fit: .padded, ending: .withoutBox,
      maps: ["image_embeddings", "interm_embeddings"], points: "point_coords",
      labels: "point_labels", logits: ["low_res_masks"], scores: "iou_predictions"),
    PromptForm(
      name: "SAM or MobileSAM", fit: .padded, ending: .withoutBox, maps: ["image_embeddings"],
      points: "point_coords", labels: "point_labels", logits: ["low_res_masks"],
      scores: "iou_predictions"),
  ]

  /// Inputs that a decoder of any form may have; all the others it must have.
  static let optional: Set = [earlier, hasEarlier, imageSize, boxes]
  static let earlier = "mask_input"
  static let hasEarlier = "has_mask_input"
  static let imageSize = "orig_im_size"
  static let boxes = "input_boxes"

  /// Whether a decoder has this form's names.
  func matches(_ decoder: ModelFacts) -> Bool {
    let names = Set(decoder.inputs.map(\.name))
    let required = Set(maps + [points, labels])
    return required.isSubset(of: names) && names.subtracting(required).isSubset(of: Self.optional)
      && decoder.output(scores) != nil && logits.contains { decoder.output($0) != nil }
  }

  /// Its decoder's names, for a sentence.
  var expected: String {
    "\(name) (takes \((maps + [points, labels]).joined(separator: ", ")); gives "
      + "\(logits.joined(separator: " or ")), \(scores))"
  }
}
