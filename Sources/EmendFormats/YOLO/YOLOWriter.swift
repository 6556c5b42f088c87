public import EmendCore

/// What a YOLO dataset is made of; paths are relative to its folder and stay below it.
public struct YOLOExport: Hashable, Sendable {
  /// Which rows a dataset has.
  public enum Kind: String, CaseIterable, Sendable {
    /// Boxes: of other shapes their bounds.
    case detect
    /// Polygons: of boxes their corners, of masks their outline.
    case segment
    /// Boxes with keypoints; of other shapes their bounds, with no point labelled.
    case pose
  }

  public struct File: Hashable, Sendable {
    public var path: ImagePath
    public var bytes: [UInt8]
  }

  public struct Image: Hashable, Sendable {
    /// As the dataset has it.
    public var source: ImagePath
    /// Where to copy or link it to.
    public var target: ImagePath
  }

  /// `data.yaml` first, then a label file for each image.
  public var files: [File]
  /// In the dataset's order.
  public var images: [Image]
  /// What could not be written, and why.
  public var problems: [Problem]
}

/// Writes YOLO datasets that Ultralytics reads without a warning.
public struct YOLOWriter {
  private let dataset: Dataset
  private let form: YOLORow.Form
  private let layout: YOLOLayout
  private let indices: [LabelID: Int]
  private var problems: [Problem] = []

  /// `pose` if any object has keypoints, else `segment` if any has more than a box.
  public static func kind(for dataset: Dataset) -> YOLOExport.Kind {
    if !dataset.pointCounts.isEmpty { return .pose }
    let hasOutline = dataset.images.contains { image in
      image.objects.contains { object in
        switch object.shape {
        case .image, .box, .keypoints: false
        case .polygon, .mask: true
        }
      }
    }
    return hasOutline ? .segment : .detect
  }

  /// The files of a dataset; the same dataset always gives the same bytes.
  ///
  /// Numbers are the shortest decimals that read back equal; shapes end at the image's edge. An
  /// image without a split is in `train`. A label's index is its position in the dataset. An
  /// untouched YOLO dataset keeps its layout and the spelling of its numbers.
  /// `report` is told how many images are written.
  /// - Precondition: coordinates are finite; each object's label is in the dataset.
  public static func export(
    _ dataset: Dataset, as kind: YOLOExport.Kind, report: WorkReport = { _ in }
  ) -> YOLOExport {
    var writer = YOLOWriter(dataset, as: kind)
    var files = [
      YOLOExport.File(path: ImagePath("data.yaml"), bytes: Array(writer.layout.yaml.utf8))
    ]
    var images: [YOLOExport.Image] = []
    for (image, target) in zip(dataset.images, writer.layout.targets) {
      report(WorkDone(images.count, of: dataset.images.count, "images"))
      images.append(YOLOExport.Image(source: image.path, target: target))
      let rows = writer.rows(of: image).map { $0 + "\n" }.joined()
      files.append(YOLOExport.File(path: YOLOPath.labels(of: target), bytes: Array(rows.utf8)))
    }
    return YOLOExport(files: files, images: images, problems: writer.problems)
  }

  private init(_ dataset: Dataset, as kind: YOLOExport.Kind) {
    self.dataset = dataset
    form =
      switch kind {
      case .detect: .box
      case .segment: .ring
      case .pose: .pose(YOLOKeypoints(count: max(1, dataset.pointCounts.values.max() ?? 1)))
      }
    layout = YOLOLayout(dataset, form)
    indices = Dictionary(
      dataset.labels.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  private mutating func rows(of image: DatasetImage) -> [String] {
    guard let size = image.size else {
      if !image.objects.isEmpty {
        note(image, "has no size, so its \(image.objects.count) objects were left out")
      }
      return []
    }
    var rows: [String] = []
    var outside = 0
    for object in image.objects {
      guard let row = row(of: object, size: size) else {
        outside += 1
        continue
      }
      // Ultralytics warns of a row that stands twice.
      if !rows.contains(row) { rows.append(row) }
    }
    if outside > 0 { note(image, "\(outside) of its objects lie outside it and were left out") }
    return rows
  }

  private func row(of object: DatasetObject, size: ImageSize) -> String? {
    guard let index = indices[object.label] else {
      preconditionFailure("label \(object.label.rawValue) is not in the dataset")
    }
    let kept = fits(object.shape) ? YOLOExtras.row(in: object.extras, of: object.shape) : nil
    guard let text = kept ?? YOLOShape.text(of: object.shape, in: size, as: form) else {
      return nil
    }
    return "\(index) \(text)"
  }

  /// Whether a row that was read for such a shape is one of these.
  private func fits(_ shape: Shape) -> Bool {
    switch shape {
    case .image: false
    case .box: form == .box
    case .polygon, .mask: form == .ring
    case .keypoints(let pose):
      layout.isForeign && form == .pose(YOLOKeypoints(count: pose.points.count))
    }
  }

  private mutating func note(_ image: DatasetImage, _ sentence: String) {
    problems.append(Problem(file: image.path.display, sentence: sentence))
  }
}
