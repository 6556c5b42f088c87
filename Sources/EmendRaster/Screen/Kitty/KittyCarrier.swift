public import EmendCore

/// Shows pictures by kitty's protocol: the picture once, the marks as small images above it.
///
/// A mark that only moved is placed anew by some 50 bytes.
public struct KittyCarrier: PictureCarrier {
  private var nextID: UInt32
  private var shown: Shown?
  /// What an earlier screen may still hold.
  private var stale: [UInt32] = []

  /// Pixels of one strip: about as many bytes, so that another frame need not wait for long.
  private static let stripPixels = 196_608

  private struct Shown {
    var frame: PictureFrame
    var cell: ImageSize
    /// The images that make up the picture, from the top.
    var strips: [UInt32]
    var pieces: [Piece]

    /// Whether the picture under the marks is that of another frame.
    ///
    /// Marks may bring further colours with them; those of the picture stay.
    func hasBase(of other: PictureFrame, _ cell: ImageSize) -> Bool {
      frame.base.serial == other.base.serial && frame.scene.area == other.scene.area
        && self.cell == cell && frame.base.pixels.palette == other.base.pixels.palette
    }
  }

  private struct Piece {
    var area: ScreenRect
    var picture: PalettePicture
    var id: UInt32
  }

  /// - Parameter firstID: images have numbers from here on; another program's images with the same
  ///   numbers would be replaced.
  public init(firstID: UInt32) { nextID = max(1, firstID) }

  public mutating func forget() {
    if let shown { stale += shown.strips + shown.pieces.map(\.id) }
    shown = nil
  }

  public mutating func update(
    to frame: PictureFrame, cell: ImageSize
  ) throws(PictureError) -> PictureUpdate {
    let area = frame.scene.area
    precondition(
      frame.pixels.width == area.columns * cell.width
        && frame.pixels.height == area.rows * cell.height,
      "\(frame.pixels.width)x\(frame.pixels.height) pixels for \(area.columns)x\(area.rows) cells")
    guard frame.pixels.width > 0, frame.pixels.height > 0 else { return .none }
    let isBaseShown = shown.map { $0.hasBase(of: frame, cell) } ?? false
    if !isBaseShown { forget() }
    var sequences: [[UInt8]] = []
    var next = Shown(frame: frame, cell: cell, strips: shown?.strips ?? [], pieces: [])
    // Unknown while an error may still come.
    let before = shown
    shown = nil
    stale += before.map { $0.strips + $0.pieces.map(\.id) } ?? []
    if !isBaseShown { next.strips = try sendBase(frame, cell, &sequences) }
    next.pieces = try sendPieces(of: frame, cell, over: before, &sequences)
    let kept = Set(next.strips + next.pieces.map(\.id))
    // After what replaces them was shown, so that nothing flickers.
    let deletions = deletions(of: stale.filter { !kept.contains($0) })
    if !deletions.isEmpty { sequences.append(deletions) }
    (shown, stale) = (next, [])
    if sequences.isEmpty { return .none }
    return isBaseShown ? .patch(sequences) : .whole(sequences)
  }

  private mutating func newID() -> UInt32 {
    defer { nextID = nextID == .max ? 1 : nextID + 1 }
    return nextID
  }

  private func deletions(of ids: [UInt32]) -> [UInt8] {
    var bytes: [UInt8] = []
    // A capital I frees the image too.
    for id in ids { KittyCommand.append("a=d,d=I,i=\(id)", to: &bytes) }
    return bytes
  }
}

extension KittyCarrier {
  /// Sends the picture as strips of whole cells.
  private mutating func sendBase(
    _ frame: PictureFrame, _ cell: ImageSize, _ sequences: inout [[UInt8]]
  ) throws(PictureError) -> [UInt32] {
    let pixels = frame.base.pixels
    let height = max(1, Self.stripPixels / (pixels.width * cell.height)) * cell.height
    var ids: [UInt32] = []
    for top in stride(from: 0, to: pixels.height, by: height) {
      let strip = ScreenRect(
        left: 0, top: top, right: pixels.width, bottom: min(top + height, pixels.height))
      let id = newID()
      sequences.append(
        try image(PalettePicture(strip, of: pixels), id, at: strip, frame.scene.area, cell, z: 0))
      ids.append(id)
    }
    return ids
  }

  /// Brings the marks up to date: what is as it was stays, what moved is moved.
  private mutating func sendPieces(
    of frame: PictureFrame, _ cell: ImageSize, over before: Shown?, _ sequences: inout [[UInt8]]
  ) throws(PictureError) -> [Piece] {
    let areas = OverlayPieces(of: frame.pixels, over: frame.base.pixels, cell: cell).rectangles()
    var old = before?.pieces ?? []
    var (pieces, changed) = ([Piece](), [(ScreenRect, PalettePicture)]())
    for area in areas {
      let picture = PalettePicture(area, of: frame.pixels, over: frame.base.pixels)
      if let index = old.firstIndex(where: { $0.area == area && $0.picture == picture }) {
        pieces.append(old.remove(at: index))
      } else {
        changed.append((area, picture))
      }
    }
    for (area, picture) in changed {
      if let index = old.firstIndex(where: { $0.picture == picture }) {
        let id = old.remove(at: index).id
        var bytes: [UInt8] = []
        place(id, at: area, "a=p", frame.scene.area, cell, z: 1, to: &bytes)
        sequences.append(bytes)
        pieces.append(Piece(area: area, picture: picture, id: id))
      } else {
        let id = newID()
        sequences.append(try image(picture, id, at: area, frame.scene.area, cell, z: 1))
        pieces.append(Piece(area: area, picture: picture, id: id))
      }
    }
    return pieces
  }

  private func image(
    _ picture: PalettePicture, _ id: UInt32, at part: ScreenRect, _ area: CellRect,
    _ cell: ImageSize, z: Int
  ) throws(PictureError) -> [UInt8] {
    var bytes: [UInt8] = []
    place(
      id, at: part, "a=T,f=100", area, cell, z: z, payload: try picture.pngBytes(), to: &bytes)
    return bytes
  }

  /// Moves the cursor to the cell of the part's corner, and shows the image there at its own size.
  private func place(
    _ id: UInt32, at part: ScreenRect, _ action: String, _ area: CellRect, _ cell: ImageSize,
    z: Int, payload: [UInt8] = [], to bytes: inout [UInt8]
  ) {
    appendMove(
      toColumn: area.column + part.left / cell.width, row: area.row + part.top / cell.height,
      to: &bytes)
    // One placement (p=1) of each image: placing it again moves it. C=1 leaves the cursor.
    let (x, y) = (part.left % cell.width, part.top % cell.height)
    KittyCommand.append("\(action),i=\(id),p=1,X=\(x),Y=\(y),z=\(z),C=1", payload, to: &bytes)
  }
}
