/// What an ONNX tensor holds.
public enum ElementType: Int32, Sendable {
  case float32 = 1
  case uint8 = 2
  case int8 = 3
  case int32 = 6
  case int64 = 7
  case string = 8
  case bool = 9
  case float16 = 10
  case float64 = 11
}

/// One input or output of a model.
public struct TensorPort: Hashable, Sendable {
  public var name: String
  /// It is nil where the element type is not among those that emend knows.
  public var type: ElementType?
  /// A dimension is nil where it is free.
  public var shape: [Int?]

  public init(name: String, type: ElementType? = .float32, shape: [Int?]) {
    self.name = name
    self.type = type
    self.shape = shape
  }

  /// Its shape as a person reads it: `1x3x640x640`, with `?` for a free dimension.
  public var shapeText: String {
    shape.map { $0.map(String.init) ?? "?" }.joined(separator: "x")
  }
}
