/// How exactly a picture is shown, against how many bytes it takes.
public enum PictureQuality: Hashable, CaseIterable, Sendable {
  /// Each pixel in the nearest of 240 colours.
  case best
  /// Fewer bytes where the eye does not see it: 15 % fewer for 0.07 dB and 0.007 of SSIM (a
  /// collage of photographs at 1280x720, 34.3 dB).
  case normal
  /// For a slow link: 64 colours, half the bytes.
  case slow

  /// Colours for the picture, beside its background.
  var colourCount: Int { self == .slow ? 63 : 239 }

  /// What bytes are worth, in squared error of the three channels.
  var prices: SmoothingPrices? {
    switch self {
    case .best: nil
    case .normal: SmoothingPrices(new: 84, again: 16)
    case .slow: SmoothingPrices(new: 400, again: 80)
    }
  }
}

/// What a colour costs where it is drawn, in squared error of the three channels.
struct SmoothingPrices: Hashable {
  /// A colour that is neither in the column's band nor in the column before.
  var new: Int
  /// One that the column before has.
  var again: Int
}
