public import EmendCore

extension ReviewImage {
  /// An open image of 100 by 80 pixels with one predicted object a score, in the order given.
  ///
  /// Objects are 20 by 10 boxes, 22 pixels apart; the label is the object's number.
  public static func predicted(_ number: Int64, scores: [Double]) -> ReviewImage {
    let objects = scores.enumerated().map { index, score in
      ReviewObject(
        PredictedObjectID(number * 100 + Int64(index)),
        Detection(
          best: ScoredLabel(label: LabelID(index % 4), score: score), entropy: 0.5,
          shape: .box(Box(x: 10, y: Double(index) * 22, width: 20, height: 10))))
    }
    return ReviewImage(
      id: ImageID(number), name: "plate_\(number).jpg", size: ImageSize(width: 100, height: 80),
      state: ImageState(), revision: 0,
      place: QueuePlace(position: 1, remaining: 3, reason: "scratch 0.48 / dent 0.45"),
      model: "starter", objects: objects)
  }
}
