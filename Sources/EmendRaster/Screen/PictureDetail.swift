public import EmendCore

/// How much of a picture is sent: on a slow link a coarse one comes first.
public enum PictureDetail: Int, CaseIterable, Comparable, Sendable {
  /// A block of eight by eight screen pixels has one colour.
  case eighth
  case quarter
  case half
  /// Each pixel, in a quarter of the colours.
  case fewColours
  case full

  /// Screen pixels across and down that have one colour.
  public var blockSide: Int {
    switch self {
    case .eighth: 8
    case .quarter: 4
    case .half: 2
    case .fewColours, .full: 1
    }
  }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// The most detail whose whole picture takes no more than `bytes`; else the least.
  ///
  /// A photograph takes 1.1 bytes a pixel, in 64 colours 0.6; in blocks of 2, 4 and 8 pixels 0.41,
  /// 0.14 and 0.05 (own encoder, 1280x720, 2026-11).
  /// `details` are those that make a difference to the terminal, the least first.
  public static func fitting(
    _ bytes: Int, in size: ImageSize, of details: [PictureDetail] = allCases
  ) -> Self {
    let pixels = Double(size.width * size.height)
    return details.last { pixels * $0.bytesPerPixel <= Double(bytes) } ?? details.first ?? .full
  }

  private var bytesPerPixel: Double {
    switch self {
    case .full: 1.1
    case .fewColours: 0.6
    case .half: 0.41
    case .quarter: 0.14
    case .eighth: 0.05
    }
  }
}

extension PixelImage {
  /// Each pixel as a block of `side` by `side`; what does not fit `width` and `height` is cut.
  func blocks(of side: Int, width: Int, height: Int) -> PixelImage {
    guard side > 1 else { return self }
    var result: [UInt8] = []
    result.reserveCapacity(width * height * 3)
    var row: [UInt8] = []
    for y in 0..<height {
      if y % side == 0 { row = blockRow(y / side, side, width) }
      result += row
    }
    return PixelImage(width: width, height: height, pixels: result)
  }

  private func blockRow(_ y: Int, _ side: Int, _ width: Int) -> [UInt8] {
    (0..<width * 3).map { pixels[(y * self.width + $0 / 3 / side) * 3 + $0 % 3] }
  }
}
