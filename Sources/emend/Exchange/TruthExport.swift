import EmendCore
import EmendFormats
import EmendStore

/// The truth of reviewed images as a dataset for a writer.
///
/// Images that were imported from a file of the format stand where they stood in it, under the
/// names that they had there; the others follow by their ids.
struct TruthExport {
  /// The images to write.
  struct Content {
    var dataset: Dataset
    /// The dataset's images as the project has them.
    var images: [StoredImage]
    /// For each image of the dataset the absolute path of its file.
    var files: [ImagePath]
    /// Reviewed images whose files hold something else by now.
    var changed: Int
    /// Labels of whole images, of which files of objects have none.
    var imageLabels: Int
  }

  /// Which images.
  enum Choice: String, CaseIterable {
    case pool
    case test
    case all
  }

  let opened: OpenProject
  let format: String
  let choice: Choice
  /// The absolute path that names start from; nil keeps the names of an import, and takes the
  /// exported images' common folder for the others.
  let imageFolder: ImagePath?

  private struct Entry {
    var truth: TruthImage
    var place: ForeignPlace?
    var file: ImagePath
  }

  func content(report: WorkReport) throws -> Content {
    var (entries, changed) = try entries(report)
    let main = entries.lazy.compactMap(\.place).first?.file
    entries = inOrder(entries, main)
    let names = try names(of: entries)
    let extras = try opened.project.labelExtras()
    let labels = opened.labels.map {
      DatasetLabel(id: $0.id, name: $0.name, extras: extras[$0.id])
    }
    let own = try main.flatMap { try opened.project.interchange(format: format)[$0] }
    let images = zip(entries, names).map { Self.image($0, named: $1) }
    return Content(
      dataset: Dataset(labels: labels, images: images, extras: own),
      images: entries.map(\.truth.image), files: entries.map(\.file), changed: changed,
      imageLabels: entries.reduce(0) { $0 + $1.truth.imageLabels.count })
  }

  private func entries(_ report: WorkReport) throws -> ([Entry], changed: Int) {
    var (entries, changed) = ([Entry](), 0)
    let split: Split? =
      switch choice {
      case .pool: .pool
      case .test: .test
      case .all: nil
      }
    try opened.project.truth(of: split, report: report) { truth in
      guard truth.image.presence != .changed else {
        changed += 1
        return
      }
      entries.append(
        Entry(
          truth: truth, place: ForeignPlace(format, in: truth.image.extras),
          file: opened.project.absolutePath(of: truth.image.path)))
    }
    return (entries, changed)
  }

  private func inOrder(_ entries: [Entry], _ main: String?) -> [Entry] {
    entries.sorted { left, right in
      let places = [left, right].map { entry in
        entry.place?.file == main ? entry.place?.position ?? .max : .max
      }
      return (places[0], left.truth.image.id) < (places[1], right.truth.image.id)
    }
  }

  private static func image(_ entry: Entry, named name: ImagePath) -> DatasetImage {
    let image = entry.truth.image
    return DatasetImage(
      path: name, size: entry.place?.hasSize == false ? nil : image.size,
      objects: entry.truth.placedObjects.map {
        DatasetObject(
          label: $0.label, shape: $0.shape, isCrowd: $0.isCrowd, text: $0.text,
          extras: $0.extras)
      }, extras: image.extras, label: entry.truth.imageLabels.first?.label)
  }
}

// MARK: - Names

extension TruthExport {
  /// - Throws: ``CommandFailure`` when two images would have one name.
  private func names(of entries: [Entry]) throws -> [ImagePath] {
    let unnamed = entries.filter { imageFolder != nil || $0.place == nil }
    let folder = imageFolder ?? Self.commonFolder(of: unnamed.map(\.file))
    let prefix = folder.bytes + [UInt8(ascii: "/")]
    var taken: Set<ImagePath> = []
    return try entries.map { entry in
      let kept = imageFolder == nil ? entry.place?.path : nil
      guard kept != nil || entry.file.bytes.starts(with: prefix) else {
        throw CommandFailure(
          "\(entry.file.display): is not below \(folder.display); give a folder by --images that "
            + "holds every exported image")
      }
      let name = kept ?? ImagePath(bytes: Array(entry.file.bytes.dropFirst(prefix.count)))
      guard taken.insert(name).inserted else {
        throw CommandFailure(
          "two images would be called \(name.display), as they were in the files that they came "
            + "from; give the folder that holds both by --images")
      }
      return name
    }
  }

  /// The deepest folder that holds every file; empty for the root.
  static func commonFolder(of files: [ImagePath]) -> ImagePath {
    let slash = UInt8(ascii: "/")
    let folders = files.map { $0.bytes.split(separator: slash).dropLast() }
    guard var common = folders.first else { return ImagePath("") }
    for folder in folders.dropFirst() {
      let shared = zip(common, folder).prefix { $0 == $1 }.count
      common = common.prefix(shared)
    }
    return ImagePath(bytes: common.flatMap { [slash] + $0 })
  }
}
