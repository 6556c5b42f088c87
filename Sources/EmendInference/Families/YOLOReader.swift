import EmendCore

/// Reads the boxes of a YOLO model, with masks where there are prototypes, with keypoints where the
/// card says so.
///
/// A rotated box becomes the polygon of its corners.
final class YOLOReader: AnswerReader {
  private let card: ModelCard
  private let masks = MaskMaker()
  private var scratch = Scratch<Float>()

  init(_ card: ModelCard) { self.card = card }

  func answer(
    _ tensors: [FloatTensor], _ placement: Placement, _ settings: PredictionSettings
  ) throws(InferenceError) -> Answer {
    let head = try head(tensors)
    let prototypes = card.purpose == .segment ? tensors[1] : nil
    var found: [Detection] = []
    for candidate in try head.candidates(settings, scratch: &scratch) {
      guard let shape = shape(of: candidate, head, prototypes, placement) else { continue }
      found.append(
        Detection(
          best: ScoredLabel(
            label: LabelID(candidate.label), score: Double(candidate.score)),
          alternative: head.alternative(to: candidate), entropy: head.entropy(of: candidate),
          shape: shape))
    }
    return .objects(found)
  }

  private func head(_ tensors: [FloatTensor]) throws(InferenceError) -> any Head {
    guard tensors[0].shape.count == 2, let extras = extraCount(tensors) else {
      throw .misfit(tensors, card)
    }
    let boxes: RawHead.Boxes = card.purpose == .obb ? .rotated : .upright
    let count = card.labels.count
    let head: (any Head)? =
      switch card.suppression {
      case .raw: RawHead(tensors[0], labelCount: count, extraCount: extras, boxes: boxes)
      case .builtIn, .endToEnd:
        FinishedHead(tensors[0], labelCount: count, extraCount: extras, boxes: boxes)
      }
    guard let head else { throw .misfit(tensors, card) }
    return head
  }

  /// How many values a place has beside its box and scores.
  private func extraCount(_ tensors: [FloatTensor]) -> Int? {
    switch card.purpose {
    case .segment: tensors[1].shape.count == 3 ? tensors[1].shape[0] : nil
    case .obb: 1
    default: card.keypoints?.valueCount ?? 0
    }
  }

  private func shape(
    of candidate: Candidate, _ head: any Head, _ prototypes: FloatTensor?, _ placement: Placement
  ) -> Shape? {
    if card.purpose == .obb {
      let box = RotatedBox(candidate.corners, angle: head.extras(of: candidate)[0])
      return .polygon(box.inImage(placement).polygon)
    }
    let corners = placement.imageCorners(of: candidate.corners)
    if let keypoints = card.keypoints {
      let points = keypoints.points(head.extras(of: candidate), placement)
      return .keypoints(Pose(box: corners.box, points: points))
    }
    guard let prototypes else { return .box(corners.box) }
    let coefficients = head.extras(of: candidate)
    return masks.mask(prototypes, coefficients, box: corners, placement).map(Shape.mask)
  }
}
