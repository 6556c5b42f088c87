public import EmendCore
public import EmendRaster

/// Models that go on where another has found objects: masks in their boxes, labels of what the
/// boxes hold.
///
/// Several threads may use one. An image is encoded for masks once, and only where there are boxes.
public struct ObjectRefiner: Sendable {
  public let masks: PromptedSegmenter?
  public let labels: Detector?

  /// - Parameters:
  ///   - masks: answers the mask of each box; without it shapes stay.
  ///   - labels: labels the part of the image below each box; without it labels stay.
  /// - Throws: ``InferenceError`` of code `modelUnsupported` where `labels` labels no images.
  public init(
    masks: PromptedSegmenter? = nil, labels: Detector? = nil
  ) throws(InferenceError) {
    if let labels, labels.card.purpose != .classify {
      throw InferenceError(
        .modelUnsupported,
        "\(labels.file): \(labels.card.summary), and a pipeline's labels come from one that labels "
          + "whole images: a classifier, CLIP or SigLIP")
    }
    self.masks = masks
    self.labels = labels
  }

  /// What was found on an image, refined.
  ///
  /// - Parameters:
  ///   - objects: best first; their labels are the pipeline's where ``labels`` is nil.
  ///   - image: decoded and upright.
  ///   - settings: a new label's own score counts, others do not any more.
  /// - Returns: objects in the same order, which score as their boxes do.
  /// - Throws: ``InferenceError`` of code `runFailed` or `cancelled`.
  public func refined(
    _ objects: [Detection], on image: PixelImage, _ settings: PredictionSettings
  ) throws(InferenceError) -> [Detection] {
    var refined = objects
    if let labels { refined = try relabelled(refined, image, labels, settings) }
    if let masks, !refined.isEmpty { refined = try masked(refined, image, masks) }
    return refined
  }

  /// With the label of what lies below each box; the weaker label gets its part of the score.
  private func relabelled(
    _ objects: [Detection], _ image: PixelImage, _ model: Detector,
    _ settings: PredictionSettings
  ) throws(InferenceError) -> [Detection] {
    let thresholds = settings.thresholds(labelCount: model.card.labels.count)
    var relabelled: [Detection] = []
    for object in objects {
      let labels = try model.labels(of: image, in: object.shape.bounds)
      guard let best = labels.first, object.best.score > Double(thresholds[best.label.rawValue])
      else { continue }
      var other = object
      other.best.label = best.label
      other.alternative = labels.dropFirst().first.map { second in
        let share = best.score > 0 ? second.score / best.score : 0
        return ScoredLabel(label: second.label, score: object.best.score * share)
      }
      other.entropy = labels.reduce(0) { $0 + binaryEntropy(Float($1.score)) }
      relabelled.append(other)
    }
    return relabelled
  }

  /// With the best mask of each box; one to which the model answers none keeps its shape.
  private func masked(
    _ objects: [Detection], _ image: PixelImage, _ model: PromptedSegmenter
  ) throws(InferenceError) -> [Detection] {
    let encoding = try model.encode(image)
    var masked = objects
    for index in masked.indices {
      let prompt = MaskPrompt(box: masked[index].shape.bounds)
      guard let best = try model.masks(encoding, prompt).first else { continue }
      masked[index].shape = .mask(best.mask)
    }
    return masked
  }
}
