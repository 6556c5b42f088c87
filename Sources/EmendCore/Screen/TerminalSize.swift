/// What the terminal offers: text cells, and the pixels of one cell.
public struct TerminalSize: Hashable, Sendable {
  public var columns: Int
  public var rows: Int
  /// Device pixels of one cell; those that its character is found by where pictures are text.
  public var cellWidth: Int
  public var cellHeight: Int

  public init(columns: Int, rows: Int, cellWidth: Int, cellHeight: Int) {
    self.columns = columns
    self.rows = rows
    self.cellWidth = cellWidth
    self.cellHeight = cellHeight
  }
}

/// A rectangle of text cells, from 0 at the top left.
public struct CellRect: Hashable, Sendable {
  public var column: Int
  public var row: Int
  public var columns: Int
  public var rows: Int

  public init(column: Int, row: Int, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    self.columns = columns
    self.rows = rows
  }
}

/// A position on the terminal's pixel grid, from the top left of the picture's area.
public struct ScreenPoint: Hashable, Sendable {
  public var x: Int
  public var y: Int

  public init(x: Int, y: Int) {
    self.x = x
    self.y = y
  }
}

/// How the image lies on the screen; the only place that converts between the two spaces.
public struct Viewport: Hashable, Sendable {
  /// Screen pixels for one image pixel.
  public var zoom: Double
  /// The image position at the area's top-left corner; negative where there is a margin.
  public var origin: ImagePoint

  /// - Precondition: `zoom` is above 0.
  public init(zoom: Double, origin: ImagePoint) {
    precondition(zoom > 0, "zoom must be above 0, got \(zoom)")
    self.zoom = zoom
    self.origin = origin
  }

  /// The pixel nearest to `point`, at most ±16,777,216; a coordinate that is no number counts as
  /// the lowest.
  ///
  /// A model may predict a box of any size, and no screen is as large.
  public func screen(_ point: ImagePoint) -> ScreenPoint {
    func pixel(_ value: Double) -> Int {
      // In this order what is no number becomes the lower limit.
      Int(min(Self.limit, max(-Self.limit, value.rounded())))
    }
    return ScreenPoint(x: pixel((point.x - origin.x) * zoom), y: pixel((point.y - origin.y) * zoom))
  }

  private static let limit = 16_777_216.0

  /// The image position of a screen pixel's top-left corner.
  public func image(_ point: ScreenPoint) -> ImagePoint {
    ImagePoint(x: Double(point.x) / zoom + origin.x, y: Double(point.y) / zoom + origin.y)
  }
}
