import EmendCore

extension YOLOExport {
  /// Labelled images as Ultralytics and torchvision's `ImageFolder` learn to classify from.
  ///
  /// There is a folder a part, in it a folder a label, and in that the images.
  ///
  /// Images without a label are left out, and so are objects; the problems say how many. An image
  /// without a split is in `train`.
  /// - Returns: no files but the images.
  /// - Throws: ``FormatError`` of code `unsupported` for a label whose name can be no folder's.
  /// - Precondition: each image's label is in the dataset.
  public static func classified(_ dataset: Dataset) throws(FormatError) -> YOLOExport {
    let names = Dictionary(
      dataset.labels.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    var (images, taken) = ([Image](), Set<ImagePath>())
    for image in dataset.images {
      guard let label = image.label else { continue }
      guard let name = names[label] else {
        preconditionFailure("label \(label.rawValue) is not in the dataset")
      }
      let folder = try folder(name, in: image.split ?? "train")
      let wished = ImagePath(bytes: folder + inner(image.path))
      var (target, number) = (wished, 2)
      while !taken.insert(target).inserted {
        target = YOLOPath.numbered(wished, number)
        number += 1
      }
      images.append(Image(source: image.path, target: target))
    }
    return YOLOExport(files: [], images: images, problems: problems(of: dataset))
  }

  private static func folder(
    _ label: String, in part: String
  ) throws(FormatError) -> [UInt8] {
    guard !label.contains("/"), ![".", ".."].contains(label), label.utf8.count <= 255 else {
      throw FormatError(
        .unsupported,
        Problem(file: label, sentence: "is a label whose name can be no folder's"))
    }
    return Array("\(part)/\(label)".utf8)
  }

  /// The path below a label's folder, which it never leaves.
  private static func inner(_ path: ImagePath) -> [UInt8] {
    path.bytes.split(separator: UInt8(ascii: "/"))
      .filter { ![Array(".".utf8), Array("..".utf8)].contains(Array($0)) }
      .flatMap { [UInt8(ascii: "/")] + $0 }
  }

  private static func problems(of dataset: Dataset) -> [Problem] {
    let unlabelled = dataset.images.count { $0.label == nil }
    let objects = dataset.images.reduce(0) { $0 + $1.objects.count }
    var problems: [Problem] = []
    if unlabelled > 0 {
      problems.append(
        Problem(
          file: "images", sentence: "\(unlabelled) without a label of their own were left out"))
    }
    if objects > 0 {
      problems.append(
        Problem(
          file: "objects",
          sentence: "\(objects) were left out, because a folder's name says all of its images"))
    }
    return problems
  }
}
