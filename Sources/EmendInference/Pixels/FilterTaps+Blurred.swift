import Glibc

extension FilterTaps {
  /// The taps of OWLv2's resize: a blur that grows with how much is shrunk, then of the blurred
  /// values the two nearest.
  ///
  /// Source: `Owlv2ImageProcessor.resize` of transformers 5.23, over torchvision's `gaussian_blur`
  /// with its mirrored edges.
  /// - Parameters:
  ///   - source: how many values there are, black ones behind the image with them.
  ///   - target: how many they become.
  ///   - image: how many of `source` are the image's.
  init(blurring source: Int, to target: Int, within image: Int) {
    self.init()
    let scale = Double(source) / Double(target)
    let kernel = Self.blur(max(0, (scale - 1) / 2))
    let reach = kernel.count / 2
    for index in 0..<target {
      let centre = max((Double(index) + 0.5) * scale - 0.5, 0)
      let lower = min(Int(centre), source - 1)
      let upper = min(lower + 1, source - 1)
      let first = max(0, lower - reach)
      var weights = [Double](repeating: 0, count: min(source - 1, upper + reach) - first + 1)
      let share = centre - Double(lower)
      for (place, weight) in [(lower, 1 - share), (upper, share)] {
        for (step, part) in kernel.enumerated() {
          let mirrored = Self.mirrored(place + step - reach, source)
          weights[min(max(mirrored - first, 0), weights.count - 1)] += weight * part
        }
      }
      let seen = max(0, min(weights.count, image - first))
      append(Array(weights[..<seen]), first: seen > 0 ? first : 0)
    }
  }

  private static func blur(_ sigma: Double) -> [Double] {
    guard sigma > 0 else { return [1] }
    let reach = Int((3 * sigma).rounded(.up))
    let raw = (-reach...reach).map { exp(-0.5 * (Double($0) / sigma) * (Double($0) / sigma)) }
    let sum = raw.reduce(0, +)
    return raw.map { $0 / sum }
  }

  private static func mirrored(_ place: Int, _ count: Int) -> Int {
    place < 0 ? -place : place >= count ? 2 * (count - 1) - place : place
  }
}
