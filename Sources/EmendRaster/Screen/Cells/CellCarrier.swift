public import EmendCore

/// Shows pictures as text: in each cell the character and the two colours that fit best, with
/// boxes as lines over it.
///
/// The marks of a frame's pixels are left out; they are drawn anew from its scene, because a line
/// of pixels becomes a row of blots.
public struct CellCarrier: PictureCarrier {
  /// The pixels of one cell: square ones, and whole numbers of them for two by three spots.
  public static let cell = ImageSize(width: 6, height: 12)

  private let fit: CellFit
  private let lines: CellLineStyle
  private var picture: (key: PictureKey, cells: [ArtCell], means: [SIMD3<Float>])?
  private var shown: (cells: [ArtCell], area: CellRect)?

  /// What the cells without lines depend on.
  private struct PictureKey: Equatable {
    var serial: Int
    var width: Int
    var look: OverlayLook
    var areas: [Mark]
  }

  public init(symbols: CellSymbols, colours: TextColours, lines: CellLineStyle = .unicode) {
    fit = CellFit(symbols, CellInks(colours))
    self.lines = lines
  }

  public mutating func forget() { shown = nil }

  public mutating func update(
    to frame: PictureFrame, cell: ImageSize
  ) throws(PictureError) -> PictureUpdate {
    let area = frame.scene.area
    precondition(
      cell == Self.cell && frame.base.image.width == area.columns * cell.width
        && frame.base.image.height == area.rows * cell.height,
      "\(frame.base.image.width)x\(frame.base.image.height) pixels for "
        + "\(area.columns)x\(area.rows) cells of \(cell.width)x\(cell.height)")
    let cells = art(of: frame)
    let old = shown?.area == area ? shown?.cells : nil
    shown = (cells, area)
    let bytes = bytes(from: old, to: cells, area)
    if bytes.isEmpty { return .none }
    return old == nil ? .whole([bytes]) : .patch([bytes])
  }

  private mutating func art(of frame: PictureFrame) -> [ArtCell] {
    let area = frame.scene.area
    let key = PictureKey(
      serial: frame.base.serial, width: area.columns, look: frame.scene.look,
      areas: frame.scene.marks.filter(\.isTinted))
    if picture?.key != key {
      let spots = CellSpots(of: frame.base.image.tinted(by: frame.scene), cell: Self.cell)
      let cells = spots.cells.enumerated().map { index, spots in
        fit.cell(spots, at: CellPoint(column: index % area.columns, row: index / area.columns))
      }
      picture = (key, cells, spots.means)
    }
    guard let (_, cells, means) = picture else { return [] }
    var drawn = CellLines(columns: area.columns, rows: area.rows)
    drawn.draw(frame.scene, Self.cell)
    let tags = CellTags(frame.scene, Self.cell, fit.inks).cells
    return zip(cells.indices, cells).map { index, cell in
      if let letter = tags[index] { return letter }
      guard let knot = drawn.knots[index] else { return cell }
      let place = CellPoint(column: index % area.columns, row: index / area.columns)
      guard let scalar = knot.scalar(lines, at: place) else { return cell }
      return knot.cell(scalar, over: means[index], fit.inks)
    }
  }

  /// Runs of changed cells, each with its position; a colour is sent where it changes.
  private func bytes(from old: [ArtCell]?, to cells: [ArtCell], _ area: CellRect) -> [UInt8] {
    var bytes: [UInt8] = []
    var pen: (character: CellInk?, background: CellInk?)
    var next: Int?
    for index in cells.indices where old?[index] != cells[index] {
      let cell = cells[index]
      if next != index || index % area.columns == 0 {
        appendMove(
          toColumn: area.column + index % area.columns, row: area.row + index / area.columns,
          to: &bytes)
      }
      // A space shows none of its character's colour.
      if cell.scalar != CellShape.space.scalar, pen.character != cell.character {
        fit.inks.append(cell.character, .character, to: &bytes)
        pen.character = cell.character
      }
      if pen.background != cell.background {
        fit.inks.append(cell.background, .background, to: &bytes)
        pen.background = cell.background
      }
      bytes += UTF8.encode(Unicode.Scalar(cell.scalar) ?? " ").map(Array.init) ?? []
      next = index + 1
    }
    if !bytes.isEmpty { bytes += "\u{1b}[0m".utf8 }
    return bytes
  }
}

/// The mean colours of a picture's cells and of their spots.
struct CellSpots {
  /// For each cell, row by row, its spots.
  private(set) var cells: [[SIMD3<Float>]] = []
  private(set) var means: [SIMD3<Float>] = []

  /// - Complexity: O(pixels)
  init(of image: PixelImage, cell: ImageSize) {
    let (wide, high) = (cell.width / CellShape.columns, cell.height / CellShape.rows)
    for row in 0..<image.height / cell.height {
      for column in 0..<image.width / cell.width {
        let spots = (0..<CellShape.count).map { spot in
          image.mean(
            left: column * cell.width + spot % 2 * wide, top: row * cell.height + spot / 2 * high,
            width: wide, height: high)
        }
        cells.append(spots)
        means.append(spots.reduce(.zero, +) / Float(spots.count))
      }
    }
  }
}

extension PixelImage {
  /// The mean colour of a rectangle, `0...255` a channel.
  fileprivate func mean(left: Int, top: Int, width: Int, height: Int) -> SIMD3<Float> {
    var sum = SIMD3<Int32>.zero
    for y in top..<top + height {
      for place in y * self.width + left..<y * self.width + left + width {
        sum &+= SIMD3(
          Int32(pixels[place * 3]), Int32(pixels[place * 3 + 1]), Int32(pixels[place * 3 + 2]))
      }
    }
    return SIMD3<Float>(sum) / Float(width * height)
  }
}
