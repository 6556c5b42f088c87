public import EmendCore
import GRDB

/// To which side an image belongs: what is trained on, or what models are measured on.
public enum Split: String, CaseIterable, Sendable {
  case pool
  case test
}

/// What is known of an image file before its project knows it.
public struct NewImage: Hashable, Sendable {
  /// Absolute, or from the project folder.
  public var path: ImagePath
  /// Of the file's bytes, in 64 hexadecimal digits.
  public var sha256: String
  public var byteCount: Int64
  /// In nanoseconds since 1970.
  public var modified: Int64
  /// "jpeg", "png" or "webp".
  public var format: String
  /// As the file stores it, before `orientation`.
  public var rawSize: ImageSize
  /// EXIF's number, `1...8`.
  public var orientation: Int
  /// Of the upright image.
  public var size: ImageSize
  public var split: Split

  public init(
    path: ImagePath, sha256: String, byteCount: Int64, modified: Int64, format: String,
    rawSize: ImageSize, orientation: Int = 1, size: ImageSize, split: Split = .pool
  ) {
    self.path = path
    self.sha256 = sha256
    self.byteCount = byteCount
    self.modified = modified
    self.format = format
    self.rawSize = rawSize
    self.orientation = orientation
    self.size = size
    self.split = split
  }
}

/// One image of the project.
public struct StoredImage: Hashable, Sendable, Identifiable {
  /// Whether the file is where it was.
  public enum Presence: String, Sendable {
    case present
    case missing
    /// Other bytes are in its place.
    case changed
  }

  public let id: ImageID
  /// From the project folder, or absolute when outside it.
  public var path: ImagePath
  public var sha256: String
  public var byteCount: Int64
  public var modified: Int64
  public var format: String
  public var rawSize: ImageSize
  public var orientation: Int
  public var size: ImageSize
  public var split: Split
  public var presence: Presence
  public var state: ImageState
  public var revision: Int
  /// What came with it in an import and is none of ours, as JSON.
  public var extras: String?

  init(_ row: Row) throws {
    id = ImageID(row["id"])
    path = ImagePath(encoded: row["path"])
    sha256 = row["sha256"]
    byteCount = row["byte_count"]
    modified = row["modified_ns"]
    format = row["format"]
    rawSize = ImageSize(width: row["raw_width"], height: row["raw_height"])
    orientation = row["orientation"]
    size = ImageSize(width: row["width"], height: row["height"])
    split = try Split(stored: row["split"])
    presence = try Presence(stored: row["state"])
    state = try ImageState(row)
    revision = row["revision"]
    extras = row["extras"]
  }
}

extension ImageState {
  /// Reads a row of `image`.
  init(_ row: Row) throws {
    self.init(
      progress: try Progress(stored: row["progress"]), isFlagged: row["flagged"],
      comment: row["comment"])
  }
}
