import EmendCore

/// Where the files of a YOLO dataset go, and its `data.yaml`.
struct YOLOLayout {
  let yaml: String
  /// For each image of the dataset.
  let targets: [ImagePath]
  /// Whether it is the one that the dataset came with.
  let isForeign: Bool

  init(_ dataset: Dataset, _ form: YOLORow.Form) {
    var keypoints: YOLOKeypoints?
    if case .pose(let shape) = form { keypoints = shape }
    if let foreign = Self.foreign(dataset, keypoints) {
      self = foreign
    } else {
      targets = Self.targets(of: dataset.images)
      yaml = Self.yaml(of: dataset, keypoints)
      isForeign = false
    }
  }

  private init(yaml: String, targets: [ImagePath]) {
    (self.yaml, self.targets, isForeign) = (yaml, targets, true)
  }

  /// The layout that the dataset came with, while its labels, images, splits and keypoints fit it.
  private static func foreign(_ dataset: Dataset, _ keypoints: YOLOKeypoints?) -> YOLOLayout? {
    guard let yaml = YOLOExtras.yaml(in: dataset.extras),
      // Damaged extras are as good as none.
      let config = try? YOLOConfig.read(yaml, file: "data.yaml"),
      // A folder of another place would lead away from what is written here.
      ["", "."].contains(config.root), config.keypoints == keypoints,
      config.names == dataset.labels.map(\.name),
      config.splits.allSatisfy({ $0.entries.allSatisfy { !$0.hasSuffix(".txt") } })
    else { return nil }
    var targets: [ImagePath] = []
    for image in dataset.images {
      guard let place = YOLOExtras.place(in: image.extras), place.split == image.split,
        YOLOPath.isInside(place.path)
      else { return nil }
      targets.append(place.path)
    }
    return Set(targets).count == targets.count ? YOLOLayout(yaml: yaml, targets: targets) : nil
  }

  /// Our own layout; images whose rows would meet in one file get numbers.
  private static func targets(of images: [DatasetImage]) -> [ImagePath] {
    var taken: Set<ImagePath> = []
    return images.map { image in
      let wished = YOLOPath.target(of: image.path, split: image.split ?? "train")
      var (target, number) = (wished, 2)
      while !taken.insert(YOLOPath.labels(of: target)).inserted {
        target = YOLOPath.numbered(wished, number)
        number += 1
      }
      return target
    }
  }

  /// - Returns: A file without `path`, so that its own folder counts wherever it is put.
  private static func yaml(of dataset: Dataset, _ keypoints: YOLOKeypoints?) -> String {
    let used = Set(dataset.images.map { $0.split ?? "train" })
    let any = ["train", "val", "test"].first(where: used.contains) ?? "train"
    // Ultralytics wants both, and reads an empty dataset's other images in their place.
    var lines = ["train", "val"].map { "\($0): images/\(used.contains($0) ? $0 : any)" }
    if used.contains("test") { lines.append("test: images/test") }
    if let keypoints { lines.append("kpt_shape: [\(keypoints.count), 3]") }
    lines.append("names:")
    for (index, label) in dataset.labels.enumerated() {
      lines.append("  \(index): \(YAMLText.scalar(label.name))")
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
