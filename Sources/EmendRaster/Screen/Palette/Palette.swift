import EmendCore

/// Colours for one picture, and the nearest of them for any pixel.
///
/// Made once for a picture and kept for as long as it is shown: a terminal's register must not
/// change its colour while older pixels of it are on the screen.
struct Palette: Sendable {
  let colours: [Colour]
  var finder: NearestColours
  /// The nearest colour by the upper 6 bits of red, green and blue; `unknown` until asked for.
  var nearest = [UInt8](repeating: Self.unknown, count: 1 << 18)

  static let unknown: UInt8 = 255

  /// `count` colours that show `image` with little squared error, then `extra`.
  ///
  /// A histogram of 5 bits a channel over every third pixel, cut greedily where the squared error
  /// falls most (Heckbert 1982, Wu 1991), then 4 rounds of k-means over the histogram.
  /// The most frequent colours come first, since the numbers that are written most often should
  /// have few digits.
  /// Black fills up where the image or the quality has fewer colours, so that registers stay in
  /// place.
  /// - Complexity: O(pixels + occupied bins × count). 4 ms for 1280x720, a tenth of the plain
  ///   form that sorted bins and compared with every colour.
  /// - Precondition: fewer than 255 colours.
  init(
    for image: PixelImage, quality: PictureQuality = .normal, count: Int, and extra: Colour
  ) {
    precondition(count < 254, "\(count) colours, expected fewer than 254")
    let histogram = ColourHistogram(of: image)
    var cut = ColourCut(histogram)
    var means = cut.means(min(count, quality.colourCount))
    for _ in 0..<4 { means = refined(means, over: histogram) }
    means.sort { $0.w > $1.w }
    let shown = means.map { mean in
      Colour(
        red: UInt8(mean.x.rounded()), green: UInt8(mean.y.rounded()),
        blue: UInt8(mean.z.rounded()))
    }
    let black = Colour(red: 0, green: 0, blue: 0)
    let numbers = Array(shown.indices) + [count]
    colours = shown + repeatElement(black, count: count - shown.count) + [extra]
    finder = NearestColours(zip(numbers, shown + [extra]).map { ($0, $1.place) })
  }
}

/// One round of k-means: means of red, green and blue, and how many pixels are nearest to each.
///
/// One without any stays where it is.
private func refined(
  _ means: [SIMD4<Float>], over histogram: ColourHistogram
) -> [SIMD4<Float>] {
  var finder = NearestColours(means.indices.map { ($0, means[$0]) })
  var sums = [SIMD4<Float>](repeating: .zero, count: means.count)
  for bin in histogram.bins { sums[finder.index(nearestTo: bin.mean)] += bin.sums }
  return means.indices.map { index in
    let weight = sums[index].w
    var mean = weight > 0 ? sums[index] / weight : means[index]
    mean.w = weight
    return mean
  }
}

extension Colour {
  /// Red, green, blue and 0.
  fileprivate var place: SIMD4<Float> { SIMD4(Float(red), Float(green), Float(blue), 0) }
}
