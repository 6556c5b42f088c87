public import EmendCore

/// A folder as a reader sees it, so that no file is opened here.
///
/// Paths are relative to the folder of `data.yaml`, without `.` and with `..` only at the start,
/// or absolute.
public struct FolderSource {
  /// Every file in a folder and below it, in any order; nil where there is no such folder.
  public var files: (ImagePath) -> [ImagePath]?
  /// The content of a file; nil where it cannot be read.
  public var read: (ImagePath) -> [UInt8]?
  /// The upright size of an image; nil where it cannot be read.
  public var size: (ImagePath) -> ImageSize?

  public init(
    files: @escaping (ImagePath) -> [ImagePath]?, read: @escaping (ImagePath) -> [UInt8]?,
    size: @escaping (ImagePath) -> ImageSize?
  ) {
    self.files = files
    self.read = read
    self.size = size
  }
}
