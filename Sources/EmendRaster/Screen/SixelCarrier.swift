public import EmendCore

/// How changes reach a sixel terminal.
public enum SixelMode: String, CaseIterable, Sendable {
  /// The changed pixels alone, over what is shown: exact in xterm and foot.
  case delta
  /// Opaque rectangles of whole cells: exact in every terminal that was measured.
  case cells
  /// The whole picture in strips: for tmux, zellij and screen, and cells of fractional size.
  case whole
}

/// What one terminal takes of sixel.
public struct SixelLimits: Hashable, Sendable {
  /// The largest image, as XTSMGRAPHICS answers; xterm's own limit is 1000x1000.
  public var imageSize: ImageSize
  /// Pixels in one image, so that a sequence stays below tmux's 1 MiB of `input-buffer-size`:
  /// a photograph takes 1.3 bytes a pixel.
  public var imagePixels: Int
  /// Images that may lie on the screen before they are aged; nil where there is no limit.
  ///
  /// xterm keeps 16, among them some of the normal screen.
  public var imageCount: Int?
  public var mode: SixelMode

  public init(
    imageSize: ImageSize = ImageSize(width: 1000, height: 1000), imagePixels: Int = 700_000,
    imageCount: Int? = 12, mode: SixelMode = .cells
  ) {
    self.imageSize = imageSize
    self.imagePixels = imagePixels
    self.imageCount = imageCount
    self.mode = mode
  }
}

/// Sends whole pictures, then patches of what changed, as ``SixelMode`` says.
///
/// Opaque patches are exact on every terminal that was measured (xterm, foot, mlterm); images
/// with transparent pixels are wrong in mlterm and Konsole.
public struct SixelCarrier: PictureCarrier {
  private let limits: SixelLimits
  private let encoder: SixelEncoderKind
  private let spread: @Sendable (Int, @Sendable (Int) -> Void) -> Void
  private var shown: Shown?
  /// Images sent since the last ageing; nil before the first, when the screen may hold any.
  private var imagesSent: Int?

  private struct Shown {
    var frame: IndexedImage
    var area: CellRect
    var cell: ImageSize
  }

  /// - Parameters:
  ///   - limits: what the terminal takes.
  ///   - encoder: who writes the bands; changed pixels alone are always written by our own.
  ///   - spread: see ``SixelSpread``.
  public init(
    limits: SixelLimits = SixelLimits(), encoder: SixelEncoderKind = .own,
    spread: @escaping @Sendable (Int, @Sendable (Int) -> Void) -> Void = serially
  ) {
    self.limits = limits
    self.encoder = encoder
    self.spread = spread
  }

  public mutating func forget() { shown = nil }

  public mutating func update(
    to picture: PictureFrame, cell: ImageSize
  ) throws(PictureError) -> PictureUpdate {
    let (frame, area) = (picture.pixels, picture.scene.area)
    picture.checkSize(cell)
    let grid = CellGrid(area: area, cell: cell)
    guard grid.height > 0, grid.width > 0 else { return .none }
    let before = shown
    shown = nil
    let update: PictureUpdate
    if let patches = patches(from: before, to: frame, area, grid) {
      guard !patches.isEmpty else {
        shown = Shown(frame: frame, area: area, cell: cell)
        return .none
      }
      imagesSent = (imagesSent ?? 0) + patches.count
      update = .patch(try sequences(of: patches, in: frame, over: before?.frame, area, grid))
    } else {
      update = try whole(frame, area, grid)
    }
    shown = Shown(frame: frame, area: area, cell: cell)
    return update
  }

  /// The patches that bring the screen up to date; nil where the whole picture is to be sent.
  private func patches(
    from shown: Shown?, to frame: IndexedImage, _ area: CellRect, _ grid: CellGrid
  ) -> [Patch]? {
    guard let shown, shown.area == area, shown.cell == grid.cell,
      frame.palette.starts(with: shown.frame.palette)
    else { return nil }
    let changes = grid.changes(from: shown.frame, to: frame)
    guard !changes.isEmpty else { return [] }
    let changed = changes.reduce(0) { $0 + $1.area }
    // Above 40 % a whole picture costs little more and starts the count of images anew.
    guard limits.mode != .whole, changed * 5 <= grid.columns * grid.groups * 2 else { return nil }
    let patches = joined(changes, allowance: allowance(grid)).flatMap { tiles(of: $0, grid) }
    if let most = limits.imageCount, (imagesSent ?? most) + patches.count > most { return nil }
    return patches
  }

  /// Cells that may be sent in vain to save one image.
  ///
  /// The last image that fits brings a whole picture with it, so that each costs a share of that:
  /// half of the share, because bytes sent now delay the answer to a key.
  private func allowance(_ grid: CellGrid) -> Int {
    guard let most = limits.imageCount else { return 0 }
    return grid.columns * grid.groups / max(1, 2 * most)
  }

  private mutating func whole(
    _ frame: IndexedImage, _ area: CellRect, _ grid: CellGrid
  ) throws(PictureError) -> PictureUpdate {
    let tiles = tiles(of: Patch(columns: 0..<grid.columns, groups: 0..<grid.groups), grid)
    let sequences = try sequences(of: tiles, in: frame, over: nil, area, grid)
    guard let most = limits.imageCount else { return .whole(sequences) }
    // At most half of the places, so that the next patches do not ask for ageing at once.
    if let sent = imagesSent, sent + tiles.count <= most / 2 {
      imagesSent = sent + tiles.count
      return .whole(sequences)
    }
    imagesSent = tiles.count
    return .wholeAfterAgeing(sequences)
  }

  /// Cuts a patch into images that the terminal takes.
  private func tiles(of patch: Patch, _ grid: CellGrid) -> [Patch] {
    let mostColumns = max(1, limits.imageSize.width / grid.cell.width)
    let columns = min(patch.columns.count, mostColumns)
    // Four images to a whole picture let text and newer pictures in between; but tmux 3.5a keeps
    // nine in all, of which a picture that is cut in columns as well would need more.
    let share = max(200_000, grid.width * grid.height / 4)
    let isCutBothWays = limits.mode == .whole && columns < patch.columns.count
    let mostPixels = isCutBothWays ? limits.imagePixels : min(limits.imagePixels, share)
    let mostRows = min(limits.imageSize.height, mostPixels / max(1, columns * grid.cell.width))
    let groups = max(1, mostRows / grid.groupHeight)
    var tiles: [Patch] = []
    for top in stride(from: patch.groups.lowerBound, to: patch.groups.upperBound, by: groups) {
      let bottom = min(top + groups, patch.groups.upperBound)
      for left in stride(
        from: patch.columns.lowerBound, to: patch.columns.upperBound, by: columns)
      {
        let right = min(left + columns, patch.columns.upperBound)
        tiles.append(Patch(columns: left..<right, groups: top..<bottom))
      }
    }
    return tiles
  }

  /// `old` is what is shown, where patches come over it.
  private func sequences(
    of patches: [Patch], in frame: IndexedImage, over old: IndexedImage?, _ area: CellRect,
    _ grid: CellGrid
  ) throws(PictureError) -> [[UInt8]] {
    try patches.map { patch throws(PictureError) in
      var bytes: [UInt8] = []
      appendMove(
        toColumn: area.column + patch.columns.lowerBound,
        row: area.row + patch.groups.lowerBound * grid.groupRows, to: &bytes)
      let part = grid.pixels(of: patch)
      if limits.mode == .delta, let old {
        return bytes + frame.sixelBytes(of: part, changedFrom: old, spread: spread)
      }
      let definitions = limits.mode == .whole ? SixelDefinitions.upToHighest : .used
      return bytes
        + (try frame.sixelBytes(of: part, by: encoder, defining: definitions, spread: spread))
    }
  }
}
