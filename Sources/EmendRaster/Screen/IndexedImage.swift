public import EmendCore

/// A picture of palette numbers, `indices[y * width + x]`.
public struct IndexedImage: Equatable, Sendable {
  public var width: Int
  public var height: Int
  public var indices: [UInt8]
  /// At most 256; a number past the end is black.
  public var palette: [Colour]

  /// - Precondition: there are `width * height` indices and at most 256 colours.
  public init(width: Int, height: Int, indices: [UInt8], palette: [Colour]) {
    precondition(
      indices.count == width * height, "\(indices.count) indices for \(width)x\(height) pixels")
    precondition(palette.count <= 256, "\(palette.count) colours, expected at most 256")
    self.width = width
    self.height = height
    self.indices = indices
    self.palette = palette
  }
}
