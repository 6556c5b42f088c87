public import EmendCore

/// Shows pictures by kitty's protocol through tmux: images are sent past tmux, and text that tmux
/// knows and keeps says in which cells they show.
///
/// A cell shows one image, so that there is no layer for the marks: what changes is sent as whole
/// cells. Source: sw.kovidgoyal.net/kitty/graphics-protocol, "Unicode placeholders"; kitty from
/// 0.28 on and ghostty.
public struct KittyPlaceholderCarrier: PictureCarrier {
  private var nextID: UInt32
  private var shown: Shown?
  /// What an earlier screen may still hold.
  private var stale: Set<UInt32> = []

  private struct Shown {
    var frame: IndexedImage
    var area: CellRect
    var cell: ImageSize
    /// The image that each cell shows.
    var owners: [UInt32]
  }

  /// - Parameter firstID: images have numbers from here on, of 24 bits; another program's images
  ///   with the same numbers would be replaced.
  public init(firstID: UInt32) { nextID = max(1, firstID & 0xff_ffff) }

  public mutating func forget() {
    if let shown { stale.formUnion(shown.owners) }
    shown = nil
  }

  public mutating func update(
    to picture: PictureFrame, cell: ImageSize
  ) throws(PictureError) -> PictureUpdate {
    let (frame, area) = (picture.pixels, picture.scene.area)
    picture.checkSize(cell)
    guard frame.width > 0, frame.height > 0 else { return .none }
    let grid = CellGrid(area: area, cell: cell, band: 1)
    let changes = changes(to: frame, area, grid)
    let patches = changes ?? [Patch(columns: 0..<grid.columns, groups: 0..<grid.rows)]
    var owners = shown?.owners ?? Array(repeating: 0, count: grid.columns * grid.rows)
    forget()
    var sequences: [[UInt8]] = []
    for patch in patches.flatMap(tiles) {
      let id = newID()
      stale.insert(id)
      let file = try PalettePicture(grid.pixels(of: patch), of: frame).pngBytes()
      sequences.append(sequence(file, id, at: patch, area))
      for row in patch.groups {
        for column in patch.columns { owners[row * grid.columns + column] = id }
      }
    }
    let deletions = deletions(of: stale.subtracting(owners).sorted())
    if !deletions.isEmpty { sequences.append(deletions) }
    shown = Shown(frame: frame, area: area, cell: cell, owners: owners)
    stale = []
    if sequences.isEmpty { return .none }
    return changes == nil ? .whole(sequences) : .patch(sequences)
  }

  /// What brings the screen up to date; nil where the whole picture is to be sent.
  private func changes(to frame: IndexedImage, _ area: CellRect, _ grid: CellGrid) -> [Patch]? {
    guard let shown, shown.area == area, shown.cell == grid.cell,
      shown.frame.palette.isContinued(by: frame.palette)
    else { return nil }
    let changes = grid.changes(from: shown.frame, to: frame)
    let changed = changes.reduce(0) { $0 + $1.area }
    return changed * 5 <= grid.columns * grid.rows * 2 ? joined(changes, allowance: 2) : nil
  }

  /// Cuts a patch into images whose rows and columns have numbers.
  private func tiles(of patch: Patch) -> [Patch] {
    let most = Placeholder.most
    func parts(_ range: Range<Int>) -> [Range<Int>] {
      stride(from: range.lowerBound, to: range.upperBound, by: most).map {
        $0..<min($0 + most, range.upperBound)
      }
    }
    return parts(patch.groups).flatMap { groups in
      parts(patch.columns).map { Patch(columns: $0, groups: groups) }
    }
  }

  private mutating func newID() -> UInt32 {
    defer { nextID = nextID == 0xff_ffff ? 1 : nextID + 1 }
    return nextID
  }

  private func sequence(
    _ file: [UInt8], _ id: UInt32, at patch: Patch, _ area: CellRect
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    let (columns, rows) = (patch.columns.count, patch.groups.count)
    KittyCommand.append(
      "a=T,U=1,f=100,i=\(id),c=\(columns),r=\(rows)", file, wrapping: .tmux, to: &bytes)
    for row in 0..<rows {
      appendMove(
        toColumn: area.column + patch.columns.lowerBound,
        row: area.row + patch.groups.lowerBound + row, to: &bytes)
      Placeholder.append(image: id, row: row, columns: columns, to: &bytes)
    }
    return bytes
  }

  private func deletions(of ids: [UInt32]) -> [UInt8] {
    var bytes: [UInt8] = []
    for id in ids where id > 0 {
      KittyCommand.append("a=d,d=I,i=\(id)", wrapping: .tmux, to: &bytes)
    }
    return bytes
  }
}

/// The text that stands for cells of an image: a character of the private use area whose colour is
/// the image's number and whose marks are its row and column.
enum Placeholder {
  /// The first of 297 marks of kitty's rowcolumn-diacritics.txt, by the number that they stand for.
  private static let marks: [Unicode.Scalar] = [
    "\u{305}", "\u{30d}", "\u{30e}", "\u{310}", "\u{312}", "\u{33d}", "\u{33e}", "\u{33f}",
    "\u{346}", "\u{34a}", "\u{34b}", "\u{34c}", "\u{350}", "\u{351}", "\u{352}", "\u{357}",
    "\u{35b}", "\u{363}", "\u{364}", "\u{365}", "\u{366}", "\u{367}", "\u{368}", "\u{369}",
  ]

  /// How many rows and columns of an image have marks here: 24 of 10x20 pixels are an image of
  /// 240x480, which is soon sent.
  static var most: Int { marks.count }

  /// Appends one row of an image.
  ///
  /// Each cell has marks: one without counts on from its left neighbour, for as long as that shows
  /// the same image, and a patch over the neighbour makes it the image's first cell (kitty 0.41.1,
  /// seen 2026-11).
  static func append(image: UInt32, row: Int, columns: Int, to bytes: inout [UInt8]) {
    let (red, green, blue) = (image >> 16 & 255, image >> 8 & 255, image & 255)
    bytes += "\u{1b}[38;2;\(red);\(green);\(blue)m".utf8
    var text = String.UnicodeScalarView()
    for column in 0..<columns {
      text += ["\u{10eeee}", marks[row], marks[column]]
    }
    bytes += String(text).utf8
    bytes += "\u{1b}[39m".utf8
  }
}
