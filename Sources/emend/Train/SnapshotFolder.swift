import EmendCore
import EmendFormats
import EmendStore
import Foundation

/// A snapshot written out for trainers: YOLO and COCO side by side.
///
/// `images/PART` holds links to the images, `labels/PART` their rows, `data.yaml` is read by
/// Ultralytics as it is, and `annotations/PART.json` is COCO.
struct SnapshotFolder {
  let path: String

  /// Writes the snapshot; a folder that is there already is written anew, to the same content.
  ///
  /// - Throws: ``CommandFailure`` when the disk does not take it.
  init(_ snapshot: Snapshot, of opened: OpenProject) throws {
    path = opened.project.folder.text + "/snapshots/\(snapshot.id)"
    let (dataset, sources, imageLabels) = try Self.dataset(snapshot, opened)
    if imageLabels > 0 {
      Console.note(
        "\(Words.count(imageLabels, "label")) of whole images are not in what the trainer is "
          + "given: it learns to find objects")
    }
    let export = YOLOWriter.export(dataset, as: YOLOWriter.kind(for: dataset))
    for file in export.files { try TextFile.write(file.bytes, to: path + "/" + file.path.text) }
    for (source, image) in zip(sources, export.images) {
      try link(opened.project.absolutePath(of: source), at: image.target)
    }
    for problem in export.problems { Console.note("\(problem)") }
    try writeCOCO(dataset, targets: export.images.map(\.target))
  }

  /// The snapshot with the images' bare names, and where each image really is.
  ///
  /// A trainer looks for the files right in `images/PART`; the writer keeps names apart.
  private static func dataset(
    _ snapshot: Snapshot, _ opened: OpenProject
  ) throws -> (Dataset, sources: [ImagePath], imageLabels: Int) {
    var (images, sources, imageLabels) = ([DatasetImage](), [ImagePath](), 0)
    try opened.project.truth(ofSnapshot: snapshot.id) { truth, part in
      imageLabels += truth.imageLabels.count
      let objects = truth.placedObjects.map {
        DatasetObject(label: $0.label, shape: $0.shape, isCrowd: $0.isCrowd, text: $0.text)
      }
      sources.append(truth.image.path)
      images.append(
        DatasetImage(
          path: truth.image.path.lastComponent, size: truth.image.size, split: part.rawValue,
          objects: objects))
    }
    let labels = opened.labels.map { DatasetLabel(id: $0.id, name: $0.name) }
    return (Dataset(labels: labels, images: images), sources, imageLabels)
  }

  private func link(_ image: ImagePath, at target: ImagePath) throws {
    let place = path + "/" + target.text
    let manager = FileManager.default
    do {
      try manager.createDirectory(
        atPath: (place as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      // A link that points nowhere any more does not "exist", so it is removed without asking.
      try? manager.removeItem(atPath: place)
      try manager.createSymbolicLink(atPath: place, withDestinationPath: image.text)
    } catch {
      throw CommandFailure("\(ImagePath(place).display): cannot be linked; look at the disk")
    }
  }

  private func writeCOCO(_ dataset: Dataset, targets: [ImagePath]) throws {
    var placed = dataset
    for (index, target) in targets.enumerated() { placed.images[index].path = target }
    for part in Snapshot.Part.allCases {
      var one = placed
      one.images = placed.images.filter { $0.split == part.rawValue }
      try TextFile.write(
        COCOWriter.bytes(of: one), to: path + "/annotations/\(part.rawValue).json")
    }
  }
}
