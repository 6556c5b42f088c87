/// How bright an image is shown; it changes nothing but the screen.
///
/// In steps from -10 to 10, 0 being the image as it is.
public struct Tone: Hashable, Sendable {
  public static let neutral = Tone()
  private static let steps = -10...10

  /// A step is a twentieth of the way from black to white.
  public var brightness = 0 { didSet { brightness = Self.clamped(brightness) } }
  /// Four steps double the distance from the middle grey.
  public var contrast = 0 { didSet { contrast = Self.clamped(contrast) } }
  /// Four steps double the exponent's inverse: dark parts come out, black and white stay.
  public var gamma = 0 { didSet { gamma = Self.clamped(gamma) } }

  public init(brightness: Int = 0, contrast: Int = 0, gamma: Int = 0) {
    self.brightness = Self.clamped(brightness)
    self.contrast = Self.clamped(contrast)
    self.gamma = Self.clamped(gamma)
  }

  /// What differs from the image as it is: "brightness +2 gamma -1"; empty for nothing.
  public var text: String {
    [("brightness", brightness), ("contrast", contrast), ("gamma", gamma)]
      .filter { $0.1 != 0 }
      .map { "\($0.0) \($0.1 > 0 ? "+" : "")\($0.1)" }
      .joined(separator: " ")
  }

  private static func clamped(_ step: Int) -> Int {
    min(max(step, steps.lowerBound), steps.upperBound)
  }
}
