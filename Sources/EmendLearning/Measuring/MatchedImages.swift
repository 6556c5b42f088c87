import EmendCore

/// The matches of all images, label by label: what every measure is read from.
struct MatchedImages {
  /// Only labels that occur in a truth or a detection.
  private(set) var labels: [LabelID: LabelMatches] = [:]
  let imageCount: Int

  /// By label, so that sums come out the same in every run.
  var inOrder: [LabelMatches] { labels.sorted { $0.key < $1.key }.map(\.value) }

  /// - Complexity: O(images × detections), see ``ImageMatcher``.
  init(_ images: [EvaluatedImage], overlap: Overlap) {
    imageCount = images.count
    var matcher = ImageMatcher(overlap: overlap)
    for (index, image) in images.enumerated() {
      add(image, Int32(index), &matcher)
    }
    for label in labels.keys { labels[label]?.sortByScore() }
  }

  private mutating func add(
    _ image: EvaluatedImage, _ index: Int32, _ matcher: inout ImageMatcher
  ) {
    // Both sorts are stable, which keeps COCOeval's order among equals.
    let truths = image.truths.sorted { $0.label < $1.label }
    let detections = image.detections.sorted {
      $0.label == $1.label ? $0.score > $1.score : $0.label < $1.label
    }
    var (restOfTruths, restOfDetections) = (truths[...], detections[...])
    while let label = [restOfTruths.first?.label, restOfDetections.first?.label]
      .compactMap(\.self).min()
    {
      let own = restOfTruths.prefix { $0.label == label }
      let said = restOfDetections.prefix { $0.label == label }
      matcher.match(
        said.prefix(DetectionLimits.most), own, image: index,
        into: &labels[label, default: LabelMatches()])
      restOfTruths = restOfTruths.dropFirst(own.count)
      restOfDetections = restOfDetections.dropFirst(said.count)
    }
  }
}
