public import EmendCore

/// Shows pictures as iTerm2's inline images: JPEG for the whole, palette PNG for what changes.
///
/// An image takes the place of what its cells showed, so that patches are whole cells, as they are
/// for sixel. Source: iterm2.com/documentation-images.html.
public struct ITermCarrier: PictureCarrier {
  private var shown: Shown?

  /// 0.3 bytes a pixel with base64, at 35 dB, where a palette PNG takes 1.0 at 34.
  private static let quality = 85
  /// Pixels of one image of the whole, so that another frame need not wait for long.
  private static let stripPixels = 500_000

  private struct Shown {
    var serial: Int
    var frame: IndexedImage
    var area: CellRect
    var cell: ImageSize
  }

  public init() {}

  public mutating func forget() { shown = nil }

  public mutating func update(
    to picture: PictureFrame, cell: ImageSize
  ) throws(PictureError) -> PictureUpdate {
    let (frame, area) = (picture.pixels, picture.scene.area)
    picture.checkSize(cell)
    guard frame.width > 0, frame.height > 0 else { return .none }
    let grid = CellGrid(area: area, cell: cell, band: 1)
    let patches = patches(to: picture, area, grid)
    shown = nil
    let update: PictureUpdate
    if let patches {
      let sequences = try patches.map { patch throws(PictureError) in
        sequence(
          try PalettePicture(grid.pixels(of: patch), of: frame).pngBytes(), at: patch, area)
      }
      update = sequences.isEmpty ? .none : .patch(sequences)
    } else {
      update = .whole(try whole(picture, area, grid))
    }
    shown = Shown(serial: picture.base.serial, frame: frame, area: area, cell: cell)
    return update
  }

  /// What brings the screen up to date; nil where the whole picture is to be sent.
  private func patches(
    to picture: PictureFrame, _ area: CellRect, _ grid: CellGrid
  ) -> [Patch]? {
    guard let shown, shown.serial == picture.base.serial, shown.area == area,
      shown.cell == grid.cell, shown.frame.palette.isContinued(by: picture.pixels.palette)
    else { return nil }
    let changes = grid.changes(from: shown.frame, to: picture.pixels)
    // Three times the bytes a pixel: above a third of the picture the JPEG is less.
    let changed = changes.reduce(0) { $0 + $1.area }
    guard changed * 3 <= grid.columns * grid.rows else { return nil }
    return joined(changes, allowance: 4)
  }

  /// The composed picture as JPEG strips of whole cells.
  private func whole(
    _ picture: PictureFrame, _ area: CellRect, _ grid: CellGrid
  ) throws(PictureError) -> [[UInt8]] {
    let image = picture.composed
    let rows = max(1, Self.stripPixels / (grid.width * grid.cell.height))
    return try stride(from: 0, to: grid.rows, by: rows).map { row throws(PictureError) in
      let strip = Patch(columns: 0..<grid.columns, groups: row..<min(row + rows, grid.rows))
      let pixels = grid.pixels(of: strip)
      return sequence(
        try image.jpegBytes(rows: pixels.top..<pixels.bottom, quality: Self.quality), at: strip,
        area)
    }
  }

  /// An image that fills the cells of a patch, whatever size they have on the reviewer's screen.
  private func sequence(_ file: [UInt8], at patch: Patch, _ area: CellRect) -> [UInt8] {
    var bytes: [UInt8] = []
    appendMove(
      toColumn: area.column + patch.columns.lowerBound, row: area.row + patch.groups.lowerBound,
      to: &bytes)
    bytes += "\u{1b}]1337;File=inline=1;size=\(file.count);width=\(patch.columns.count)".utf8
    bytes += ";height=\(patch.groups.count);preserveAspectRatio=0;doNotMoveCursor=1:".utf8
    appendBase64(file[...], to: &bytes)
    // Konsole 22.04 knows only this end.
    bytes.append(7)
    return bytes
  }
}

extension PictureFrame {
  /// The picture in all its colours, with the marks over it.
  ///
  /// - Complexity: O(pixels)
  var composed: PixelImage {
    var image = base.image
    for (place, number) in pixels.indices.enumerated() where number != base.pixels.indices[place] {
      let colour = pixels.colour(number)
      image.pixels[place * 3] = colour.red
      image.pixels[place * 3 + 1] = colour.green
      image.pixels[place * 3 + 2] = colour.blue
    }
    return image
  }
}

extension [Colour] {
  /// Whether another palette has the same colours and perhaps more after them.
  func isContinued(by other: [Colour]) -> Bool { other.starts(with: self) }
}
