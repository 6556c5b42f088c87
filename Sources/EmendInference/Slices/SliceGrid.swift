import EmendCore

/// Overlapping parts of a large image, in each of which small objects are looked for.
///
/// Source: Akyon et al., "Slicing Aided Hyper Inference", 2022; the parts are those of the package
/// `sahi` 0.12 (`get_slice_bboxes`).
public struct SliceGrid: Hashable, Sendable {
  /// A part's width and height, in pixels; an image that is smaller has one part.
  public let side: Int
  /// The share of a part's side that its neighbour has too, `0..<1`.
  public let overlap: Double

  /// - Precondition: `side > 0` and `0 <= overlap < 1`.
  public init(side: Int, overlap: Double = 0.2) {
    precondition(side > 0 && (0..<1).contains(overlap), "slices of \(side) that share \(overlap)")
    (self.side, self.overlap) = (side, overlap)
  }

  /// Part of what predictions are stored under, since other slices make other predictions.
  public var fingerprint: String { ";slices=\(side)x\(overlap)" }

  /// The parts of an image, row by row; those at the right and lower edges are moved inside.
  func slices(of size: ImageSize) -> [PixelArea] {
    spans(size.height).flatMap { rows in
      spans(size.width).map { PixelArea(columns: $0, rows: rows) }
    }
  }

  private func spans(_ length: Int) -> [Range<Int>] {
    let shared = Int(overlap * Double(side))
    var (spans, end) = ([Range<Int>](), shared)
    while end < length || spans.isEmpty {
      let start = end - shared
      end = min(length, start + side)
      spans.append(max(0, end - side)..<end)
    }
    return spans
  }
}
