/// One image as a model takes it.
public struct PreparedImage: Sendable {
  /// How the image lies in the input.
  let placement: Placement
  /// 3 x height x width, in the preparation's range.
  let values: [Float]
}
