import EmendCore

/// Some columns and rows of a grid.
struct PixelArea {
  var columns: Range<Int>
  var rows: Range<Int>

  init(columns: Range<Int>, rows: Range<Int>) {
    self.columns = columns
    self.rows = rows
  }

  /// The pixels whose index, not centre, lies in `box`, as Ultralytics crops masks.
  init(_ box: Corners, in size: ImageSize) {
    func range(_ low: Float, _ high: Float, _ count: Int) -> Range<Int> {
      let start = min(max(Int(low.rounded(.up)), 0), count)
      return start..<max(start, min(Int(high.rounded(.up)), count))
    }
    columns = range(box.left, box.right, size.width)
    rows = range(box.top, box.bottom, size.height)
  }
}

/// Which prototype values one mask needs, and how they become the image's pixels.
///
/// Prototypes are resized once or twice: first by ``factor``, so that the letterbox's grey can be
/// cut off at whole values, then to the image.
struct MaskPlan {
  /// 1, 2 or 4.
  let factor: Int
  /// Needed prototype values.
  let source: PixelArea
  /// Needed values of the enlarged map, counted from its content's corner.
  let map: PixelArea
  let enlargingColumns: LinearTaps
  let enlargingRows: LinearTaps
  let imageColumns: LinearTaps
  let imageRows: LinearTaps

  init(_ prototypeShape: [Int], _ placement: Placement, _ area: PixelArea) {
    let (height, width) = (prototypeShape[1], prototypeShape[2])
    let image = placement.imageSize
    factor = Self.factor(placement)
    let (mapWidth, mapHeight) = (factor * width, factor * height)
    let gain = min(Double(mapHeight) / Double(image.height), Double(mapWidth) / Double(image.width))
    func content(_ side: Int) -> Int {
      max(1, Int((Double(side) * gain).rounded(.toNearestOrEven)))
    }
    let (contentWidth, contentHeight) = (content(image.width), content(image.height))
    let across = LinearTaps(from: contentWidth, to: image.width, range: area.columns)
    let down = LinearTaps(from: contentHeight, to: image.height, range: area.rows)
    let left = (mapWidth - contentWidth) / 2 + across.reach.lowerBound
    let top = (mapHeight - contentHeight) / 2 + down.reach.lowerBound
    let columns = left..<left + across.reach.count
    let rows = top..<top + down.reach.count
    map = PixelArea(columns: columns, rows: rows)
    imageColumns = across.shifted(by: across.reach.lowerBound)
    imageRows = down.shifted(by: down.reach.lowerBound)
    let wide = LinearTaps(from: width, to: mapWidth, range: columns)
    let high = LinearTaps(from: height, to: mapHeight, range: rows)
    source =
      factor == 1 ? map : PixelArea(columns: wide.reach, rows: high.reach)
    enlargingColumns = wide.shifted(by: wide.reach.lowerBound)
    enlargingRows = high.shifted(by: high.reach.lowerBound)
  }

  /// The smallest enlargement at which the grey is a whole number of values on each side.
  private static func factor(_ placement: Placement) -> Int {
    let spare =
      (placement.inputSize.width - placement.contentSize.width)
      | (placement.inputSize.height - placement.contentSize.height)
    let both = spare | spare >> 1
    return both % 4 == 0 ? 1 : both % 2 == 0 ? 2 : 4
  }
}
