/// How an encoder takes an image.
enum EncoderInput: Equatable, Sendable {
  /// 1 x 3 x side x side: planes from which the mean is subtracted.
  case planes
  /// Height x width x 3: bytes as floats, of which the graph subtracts the mean and which it pads.
  ///
  /// samexporter writes SAM and its kin so; a side is nil where the file leaves it free.
  case rows(height: Int?, width: Int?)

  /// - Returns: nil where a tensor of images has another shape.
  init?(_ port: TensorPort) {
    let shape = port.shape
    if shape.count == 4, shape[1] == nil || shape[1] == 3 {
      self = .planes
    } else if shape.count == 3, shape[2] == 3 {
      self = .rows(height: shape[0], width: shape[1])
    } else {
      return nil
    }
  }
}
