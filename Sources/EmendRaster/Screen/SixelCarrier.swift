public import EmendCore

/// Sends whole pictures, then patches of what changed, as ``SixelMode`` says.
///
/// Opaque patches are exact on every terminal that was measured (xterm, foot, mlterm); images
/// with transparent pixels are wrong in mlterm and Konsole.
public struct SixelCarrier: PictureCarrier {
  private let limits: SixelLimits
  private let encoder: SixelEncoderKind
  private let spread: @Sendable (Int, @Sendable (Int) -> Void) -> Void
  private var shown: Shown?
  /// Images sent since the last ageing that are to stay; nil before the first, when the screen may
  /// hold any.
  private var imagesSent: Int?
  /// Of a terminal that forgets images and shows changed pixels exactly.
  private var memory: SixelMemory?
  /// Whether all of its places are taken, so that changes replace each other.
  private var isFull = false

  private struct Shown {
    var frame: IndexedImage
    var area: CellRect
    var cell: ImageSize

    /// Whether patches can turn it into `frame`: at the same place, with colours added at most.
    func isBase(of frame: IndexedImage, _ area: CellRect, _ cell: ImageSize) -> Bool {
      self.area == area && self.cell == cell && frame.palette.starts(with: self.frame.palette)
    }
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
    let before = shown.flatMap { $0.isBase(of: frame, area, cell) ? $0.frame : nil }
    shown = nil
    var update = try before.flatMap { before throws(PictureError) in
      try patch(before, to: frame, area, grid)
    }
    if update == nil { update = try whole(frame, area, grid) }
    shown = Shown(frame: frame, area: area, cell: cell)
    return update ?? .none
  }

  /// What brings the screen up to date; nil where the whole picture is to be sent.
  private mutating func patch(
    _ before: IndexedImage, to frame: IndexedImage, _ area: CellRect, _ grid: CellGrid
  ) throws(PictureError) -> PictureUpdate? {
    guard let step = frame.change(from: before, height: grid.height) else { return .some(.none) }
    // Above 40 % a whole picture costs little more.
    let most = grid.width * grid.height * 2 / 5
    guard limits.mode != .whole, step.count <= most else { return nil }
    guard let memory else { return try lasting(before, to: frame, area, grid) }
    let old = memory.uncertain(frame, over: before)
    guard let change = frame.change(from: old, height: grid.height), change.count <= most
    else { return nil }
    if let bytes = replacing(change, of: step, in: frame, over: old, area, grid) {
      return .patch([bytes])
    }
    let update = try lasting(old, to: frame, area, grid)
    if update != nil { self.memory?.lasting = frame }
    return update
  }

  /// The change as an image that takes the place of the last such one; nil where it is too large
  /// for one, or has grown so much that it had better stay.
  private mutating func replacing(
    _ change: PixelChange, of step: PixelChange, in frame: IndexedImage, over old: IndexedImage,
    _ area: CellRect, _ grid: CellGrid
  ) -> [UInt8]? {
    let hasRoom = (imagesSent ?? .max) < limits.lastingCount ?? .max
    // Decided objects change for good, and would be sent again with every key.
    if hasRoom, change.count > 4_000, change.count > 3 * step.count { return nil }
    let left = change.bounds.left / grid.cell.width * grid.cell.width
    let above = area.row * grid.cell.height
    guard change.bounds.right - left <= limits.imageSize.width,
      change.bounds.bottom + above <= limits.imageSize.height
    else { return nil }
    var bytes = fillers(area)
    appendMove(toColumn: area.column + left / grid.cell.width, row: 0, to: &bytes)
    return bytes
      + frame.sixelBytes(
        of: change.bounds.with(left: left), changedFrom: old, below: above + change.bounds.top,
        spread: spread)
  }

  /// Patches that stay; nil where they would be too many for the terminal.
  private mutating func lasting(
    _ before: IndexedImage, to frame: IndexedImage, _ area: CellRect, _ grid: CellGrid
  ) throws(PictureError) -> PictureUpdate? {
    let changes = grid.changes(from: before, to: frame)
    let cells = changes.reduce(0) { $0 + $1.area }
    guard cells * 5 <= grid.columns * grid.groups * 2 else { return nil }
    let patches = joined(changes, allowance: allowance(grid)).flatMap { tiles(of: $0, grid) }
    if let most = limits.lastingCount, (imagesSent ?? most) + patches.count > most { return nil }
    imagesSent = (imagesSent ?? 0) + patches.count
    return .patch(try sequences(of: patches, in: frame, over: before, area, grid))
  }

  /// Cells that may be sent in vain to save one image.
  ///
  /// The last image that fits brings a whole picture with it, so that each costs a share of that:
  /// half of the share, because bytes sent now delay the answer to a key.
  private func allowance(_ grid: CellGrid) -> Int {
    guard let most = limits.lastingCount else { return 0 }
    return grid.columns * grid.groups / max(1, 2 * most)
  }

  private mutating func whole(
    _ frame: IndexedImage, _ area: CellRect, _ grid: CellGrid
  ) throws(PictureError) -> PictureUpdate {
    let tiles = tiles(of: Patch(columns: 0..<grid.columns, groups: 0..<grid.groups), grid)
    let sequences = try sequences(of: tiles, in: frame, over: nil, area, grid)
    guard let most = limits.lastingCount else { return .whole(sequences) }
    memory = limits.mode == .delta && area.row > 0 ? SixelMemory(lasting: frame) : nil
    // At most half of the places, so that the next patches do not ask for ageing at once.
    if let sent = imagesSent, sent + tiles.count <= most / 2 {
      imagesSent = sent + tiles.count
      return .whole(sequences)
    }
    imagesSent = tiles.count
    isFull = false
    return .wholeAfterAgeing(sequences)
  }

  /// The smallest images in the first row, without a pixel; none where they were sent already.
  ///
  /// They take the places that may be free, in which changes would lie beside each other instead of
  /// replacing each other.
  private mutating func fillers(_ area: CellRect) -> [UInt8] {
    guard !isFull, let count = limits.imageCount else { return [] }
    isFull = true
    var bytes: [UInt8] = []
    for _ in 0..<max(1, count - (imagesSent ?? 0)) {
      appendMove(toColumn: area.column, row: 0, to: &bytes)
      bytes += "\u{1b}P0;1;0q\"1;1;1;6?\u{1b}\\".utf8
    }
    return bytes
  }

  /// Cuts a patch into images that the terminal takes.
  private func tiles(of patch: Patch, _ grid: CellGrid) -> [Patch] {
    let mostColumns = max(1, limits.imageSize.width / grid.cell.width)
    let across = (patch.columns.count + mostColumns - 1) / mostColumns
    let columns = (patch.columns.count + across - 1) / across
    // Four images to a whole picture let text and newer pictures in between.
    let mostPixels = min(limits.imagePixels, max(200_000, grid.width * grid.height / 4))
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
