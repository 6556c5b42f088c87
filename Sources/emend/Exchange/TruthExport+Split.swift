import EmendCore
import EmendFormats
import EmendStore

extension TruthExport.Content {
  /// The content with each image in `train`, `val` or `test`.
  ///
  /// A held-out image is in `test`. One of the pool is where it was in the dataset that it was
  /// imported from, else in `train` or `val` as training divides them, so that pictures of one
  /// scene stay together and none changes sides later.
  func divided(valShare: Double) -> TruthExport.Content {
    var content = self
    for (index, image) in images.enumerated() {
      let kept = ForeignPlace("yolo", in: image.extras)?.split
      let fits = image.split == .test ? ["val", "test"] : ["train", "val"]
      if let kept, fits.contains(kept) {
        content.dataset.images[index].split = kept
      } else if image.split == .test {
        content.dataset.images[index].split = "test"
      } else {
        let part = ReviewedParts.part(ofPool: image.path, heldOutShare: valShare)
        content.dataset.images[index].split = part.rawValue
      }
    }
    return content
  }

  /// The content without the images whose files are gone, which a copy of them would need.
  func present() -> (content: TruthExport.Content, missing: [ImagePath]) {
    var content = self
    let isHere = files.map { FolderWalk.kind(of: $0) == .file }
    content.files = zip(files, isHere).filter(\.1).map(\.0)
    content.images = zip(images, isHere).filter(\.1).map(\.0)
    content.dataset.images = zip(dataset.images, isHere).filter(\.1).map(\.0)
    return (content, zip(files, isHere).filter { !$0.1 }.map(\.0))
  }

  /// The labelled images alone, without objects.
  func labelled() -> TruthExport.Content {
    var content = self
    let isLabelled = dataset.images.map { $0.label != nil }
    content.files = zip(files, isLabelled).filter(\.1).map(\.0)
    content.images = zip(images, isLabelled).filter(\.1).map(\.0)
    content.dataset.images = zip(dataset.images, isLabelled).filter(\.1).map { image, _ in
      var image = image
      image.objects = []
      return image
    }
    content.imageLabels = 0
    return content
  }

  /// The content under names that Ultralytics takes for images: `a.jpe` becomes `a.jpe.jpg`.
  func namedAsImages() -> TruthExport.Content {
    var content = self
    for (index, image) in images.enumerated() {
      let name = content.dataset.images[index].path
      let lower = String(decoding: name.bytes, as: UTF8.self).lowercased()
      guard ![".jpg", ".jpeg", ".png", ".webp"].contains(where: lower.hasSuffix) else { continue }
      let ending = image.format == "jpeg" ? ".jpg" : "." + image.format
      content.dataset.images[index].path = ImagePath(bytes: name.bytes + Array(ending.utf8))
    }
    return content
  }
}
