public import EmendCore
import GRDB

/// How another program's file names an image.
public enum ImageReference: Hashable, Sendable {
  case sha256(String)
  /// As in the project, or only its end, such as the file's name, where that is unique.
  case path(ImagePath)
}

/// One object that another program's file holds.
public struct ImportedObject: Hashable, Sendable {
  public var label: LabelID
  public var shape: Shape
  public var isCrowd: Bool
  /// What is written there; empty for none.
  public var text: String
  /// The file's own id of it; without one its content stands for it.
  public var foreignID: String?
  /// What the file says of it beyond that, as JSON.
  public var extras: String?

  public init(
    label: LabelID, shape: Shape, isCrowd: Bool = false, text: String = "",
    foreignID: String? = nil, extras: String? = nil
  ) {
    self.label = label
    self.shape = shape
    self.isCrowd = isCrowd
    self.text = text
    self.foreignID = foreignID
    self.extras = extras
  }
}

/// One image that another program's file holds.
public struct ImportedImage: Hashable, Sendable {
  public var reference: ImageReference
  public var objects: [ImportedObject]
  /// Nil leaves the image where it is.
  public var split: Split?
  public var extras: String?

  public init(
    reference: ImageReference, objects: [ImportedObject], split: Split? = nil,
    extras: String? = nil
  ) {
    self.reference = reference
    self.objects = objects
    self.split = split
    self.extras = extras
  }
}

/// What became of a file's objects.
public struct ImportSummary: Equatable, Sendable {
  /// Images that are in the project.
  public var images = 0
  /// Those of them that were not before.
  public var newImages = 0
  /// Images that were open and are reviewed now.
  public var reviewed = 0
  public var added = 0
  /// Imported before from this file, and changed in it since.
  public var updated = 0
  /// The project says the same already.
  public var unchanged = 0
  /// A reviewer decided on it since the last import; that stands.
  public var kept = 0
  /// Images that the project does not have.
  public var unknown: [ImageReference] = []

  public init() {}
}

/// Finds the images that a file names.
struct ImageDirectory {
  private var byDigest: [String: ImageID] = [:]
  private var byPath: [String: ImageID] = [:]
  private var byName: [Substring: [(path: String, id: ImageID)]] = [:]

  init(_ db: Database) throws {
    let rows = try Row.fetchCursor(
      db, sql: "SELECT id, sha256, path FROM image WHERE state <> 'changed'")
    while let row = try rows.next() {
      let (id, path) = (ImageID(row["id"]), row["path"] as String)
      byDigest[row["sha256"]] = id
      byPath[path] = id
      byName[Self.name(path), default: []].append((path, id))
    }
  }

  /// - Complexity: O(1), or O(n) in the number of images with the same file name.
  func image(_ reference: ImageReference, stored: (ImagePath) -> String) -> ImageID? {
    switch reference {
    case .sha256(let digest): return byDigest[digest]
    case .path(let path):
      let text = stored(path)
      if let exact = byPath[text] { return exact }
      let ends = byName[Self.name(text), default: []].filter { $0.path.hasSuffix("/" + text) }
      return ends.count == 1 ? ends.first?.id : nil
    }
  }

  private static func name(_ path: String) -> Substring {
    path.split(separator: "/").last ?? Substring(path)
  }
}
