import EmendCore
import Glibc

/// A colour in OKLab, where equal distances look about equally large.
///
/// Source: Björn Ottosson, "A perceptual color space for image processing", 2020.
struct PerceivedColour: Hashable, Sendable {
  /// Lightness `0...1`, green to red and blue to yellow, about `-0.4...0.4` each.
  private var parts: SIMD3<Float>

  init(_ colour: Colour) {
    let (red, green, blue) = (
      Self.linear(colour.red), Self.linear(colour.green), Self.linear(colour.blue)
    )
    let l = cbrtf(0.412_221_47 * red + 0.536_332_54 * green + 0.051_445_99 * blue)
    let m = cbrtf(0.211_903_5 * red + 0.680_699_55 * green + 0.107_396_96 * blue)
    let s = cbrtf(0.088_302_46 * red + 0.281_718_84 * green + 0.629_978_7 * blue)
    parts = SIMD3(
      0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
      1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
      0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s)
  }

  /// `0...1`.
  var lightness: Float { parts.x }

  /// The square of the distance; 1 from black to white.
  func squaredDistance(to other: PerceivedColour) -> Float {
    let apart = parts - other.parts
    return (apart * apart).sum()
  }

  /// An sRGB channel as light.
  private static func linear(_ channel: UInt8) -> Float {
    let value = Float(channel) / 255
    return value <= 0.04045 ? value / 12.92 : powf((value + 0.055) / 1.055, 2.4)
  }
}
