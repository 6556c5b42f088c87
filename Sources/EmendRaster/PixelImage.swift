/// An upright image: sRGB, 8 bits a channel, three bytes a pixel.
///
/// `pixels[(y * width + x) * 3 + channel]`, channels red, green, blue.
public struct PixelImage: Equatable, Sendable {
  public var width: Int
  public var height: Int
  public var pixels: [UInt8]

  /// - Precondition: there are `width * height * 3` pixels.
  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(
      pixels.count == width * height * 3, "\(pixels.count) bytes for \(width)x\(height) pixels")
    self.width = width
    self.height = height
    self.pixels = pixels
  }
}
