import EmendCore

/// What a YOLO dataset keeps in `extras`.
enum YOLOExtras {
  private static let format = "yolo"

  /// The text of `data.yaml`.
  static func text(yaml: String) -> String? {
    Extras.text(format, [.init("yaml", .string(yaml))])
  }

  static func yaml(in extras: String?) -> String? {
    Extras.value(format, in: extras)?["yaml"]?.string
  }

  /// Where an image was in its dataset.
  static func text(path: ImagePath, split: String) -> String? {
    Extras.text(
      format, [.init("path", .string(path.encoded)), .init("split", .string(split))])
  }

  static func place(in extras: String?) -> (path: ImagePath, split: String)? {
    let value = Extras.value(format, in: extras)
    guard let path = value?["path"]?.string, let split = value?["split"]?.string else { return nil }
    return (ImagePath(encoded: path), split)
  }

  /// A row's numbers, where ours for the same shape would differ from them.
  static func text(row: String, of shape: Shape) -> String? {
    Extras.text(
      format, [.init("row", .string(row)), .init("of", .string(ShapeDigest.text(of: shape)))])
  }

  /// The row's numbers, if they still belong to `shape`.
  static func row(in extras: String?, of shape: Shape) -> String? {
    let value = Extras.value(format, in: extras)
    guard let row = value?["row"]?.string, value?["of"]?.string == ShapeDigest.text(of: shape)
    else { return nil }
    return row
  }
}
