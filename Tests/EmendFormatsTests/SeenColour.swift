import EmendCore
import Glibc

/// Kinds of colour vision, at full strength.
///
/// Source: Machado, Oliveira, Fernandes, "A Physiologically-based Model for Simulation of Color
/// Vision Deficiency", 2009: matrices of linear sRGB, a row an output.
enum ColourVision: CaseIterable, Sendable {
  case usual
  case protanopia
  case deuteranopia
  case tritanopia

  var rows: [SIMD3<Double>] {
    switch self {
    case .usual: [SIMD3(1, 0, 0), SIMD3(0, 1, 0), SIMD3(0, 0, 1)]
    case .protanopia:
      [
        SIMD3(0.152286, 1.052583, -0.204868), SIMD3(0.114503, 0.786281, 0.099216),
        SIMD3(-0.003882, -0.048116, 1.051998),
      ]
    case .deuteranopia:
      [
        SIMD3(0.367322, 0.860646, -0.227968), SIMD3(0.280085, 0.672501, 0.047413),
        SIMD3(-0.011820, 0.042940, 0.968881),
      ]
    case .tritanopia:
      [
        SIMD3(1.255528, -0.076749, -0.178779), SIMD3(-0.078411, 0.930809, 0.147602),
        SIMD3(0.004733, 0.691367, 0.303900),
      ]
    }
  }
}

/// A colour as somebody sees it, in CIELAB.
struct SeenColour: Sendable {
  var lightness: Double
  var a: Double
  var b: Double

  init(_ lightness: Double, _ a: Double, _ b: Double) {
    (self.lightness, self.a, self.b) = (lightness, a, b)
  }

  init(_ colour: Colour, _ vision: ColourVision) {
    func linear(_ channel: UInt8) -> Double {
      let value = Double(channel) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let light = SIMD3(linear(colour.red), linear(colour.green), linear(colour.blue))
    let parts = vision.rows.map { min(max(($0 * light).sum(), 0), 1) }
    let seen = SIMD3(parts[0], parts[1], parts[2])
    let toXYZ = [
      SIMD3(0.4124564, 0.3575761, 0.1804375), SIMD3(0.2126729, 0.7151522, 0.0721750),
      SIMD3(0.0193339, 0.1191920, 0.9503041),
    ]
    let f = toXYZ.map { row in
      let ratio = (row * seen).sum() / row.sum()
      return ratio > 216.0 / 24389 ? cbrt(ratio) : ratio * 841 / 108 + 4.0 / 29
    }
    self.init(116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2]))
  }

  /// CIEDE2000.
  func distance(to other: SeenColour) -> Double {
    let mean = power7((hypot(a, b) + hypot(other.a, other.b)) / 2)
    let stretch = 1 + (1 - (mean / (mean + power7(25))).squareRoot()) / 2
    let (a1, a2) = (a * stretch, other.a * stretch)
    let (c1, c2) = (hypot(a1, b), hypot(a2, other.b))
    let (h1, h2) = (angle(a1, b), angle(a2, other.b))
    let isGrey = c1 * c2 == 0
    var turn = h2 - h1
    if turn > 180 { turn -= 360 } else if turn < -180 { turn += 360 }
    if isGrey { turn = 0 }
    let middle = (lightness + other.lightness) / 2 - 50
    let (chroma, hue) = ((c1 + c2) / 2, isGrey ? h1 + h2 : h1 + turn / 2)
    let t =
      1 - 0.17 * cosine(hue - 30) + 0.24 * cosine(2 * hue) + 0.32 * cosine(3 * hue + 6) - 0.2
      * cosine(4 * hue - 63)
    let light =
      (other.lightness - lightness)
      / (1 + 0.015 * middle * middle / (20 + middle * middle).squareRoot())
    let strength = (c2 - c1) / (1 + 0.045 * chroma)
    let shade = 2 * (c1 * c2).squareRoot() * sin(turn * .pi / 360) / (1 + 0.015 * chroma * t)
    let blue = (normal(hue) - 275) / 25
    let share = (power7(chroma) / (power7(chroma) + power7(25))).squareRoot()
    let rotation = -2 * share * sin(exp(-blue * blue) * .pi / 3)
    return
      (light * light + strength * strength + shade * shade + rotation * strength * shade)
      .squareRoot()
  }
}

private func power7(_ value: Double) -> Double { pow(value, 7) }

private func cosine(_ degrees: Double) -> Double { cos(degrees * .pi / 180) }

/// Degrees from 0 to below 360.
private func normal(_ degrees: Double) -> Double {
  let rest = fmod(degrees, 360)
  return rest < 0 ? rest + 360 : rest
}

private func angle(_ a: Double, _ b: Double) -> Double { normal(atan2(b, a) * 180 / .pi) }
