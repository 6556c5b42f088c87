public import EmendCore

/// Shows pictures as upper half blocks, two pixels to a text cell, where there are no graphics.
///
/// The frame has one pixel across and two down for each cell.
public struct BlockCarrier: PictureCarrier {
  public enum Colours: Hashable, Sendable {
    /// 24 bits, `SGR 38;2`.
    case direct
    /// The 6x6x6 cube and the greys of 256 colours, `SGR 38;5`.
    case indexed
  }

  private let colours: Colours
  private var shown: (cells: [Block], area: CellRect)?

  /// The two colours of a cell.
  private struct Block: Equatable {
    var upper: Colour
    var lower: Colour
  }

  public init(colours: Colours) { self.colours = colours }

  public mutating func forget() { shown = nil }

  public mutating func update(
    to picture: PictureFrame, cell: ImageSize
  ) throws(PictureError) -> PictureUpdate {
    let (frame, area) = (picture.pixels, picture.scene.area)
    precondition(
      frame.width == area.columns && frame.height == area.rows * 2,
      "\(frame.width)x\(frame.height) pixels for \(area.columns)x\(area.rows) half-block cells")
    let cells = blocks(of: frame)
    let old = shown?.area == area ? shown?.cells : nil
    shown = (cells, area)
    let bytes = bytes(from: old, to: cells, area)
    if bytes.isEmpty { return .none }
    return old == nil ? .whole([bytes]) : .patch([bytes])
  }

  private func blocks(of frame: IndexedImage) -> [Block] {
    let black = Colour(red: 0, green: 0, blue: 0)
    func colour(_ x: Int, _ y: Int) -> Colour {
      let index = Int(frame.indices[y * frame.width + x])
      return index < frame.palette.count ? frame.palette[index] : black
    }
    return (0..<frame.height / 2).flatMap { row in
      (0..<frame.width).map {
        Block(upper: colour($0, row * 2), lower: colour($0, row * 2 + 1))
      }
    }
  }

  /// Runs of changed cells, each with its position; a colour is sent where it changes.
  private func bytes(from old: [Block]?, to cells: [Block], _ area: CellRect) -> [UInt8] {
    var bytes: [UInt8] = []
    var (pen, next): (Block?, Int?) = (nil, nil)
    for index in cells.indices where old?[index] != cells[index] {
      let block = cells[index]
      if next != index || index % area.columns == 0 {
        appendMove(
          toColumn: area.column + index % area.columns, row: area.row + index / area.columns,
          to: &bytes)
      }
      if pen?.upper != block.upper { append(block.upper, ground: 38, to: &bytes) }
      if pen?.lower != block.lower { append(block.lower, ground: 48, to: &bytes) }
      bytes += "\u{2580}".utf8
      (pen, next) = (block, index + 1)
    }
    if !bytes.isEmpty { bytes += "\u{1b}[0m".utf8 }
    return bytes
  }

  private func append(_ colour: Colour, ground: Int, to bytes: inout [UInt8]) {
    switch colours {
    case .direct:
      bytes += "\u{1b}[\(ground);2;\(colour.red);\(colour.green);\(colour.blue)m".utf8
    case .indexed: bytes += "\u{1b}[\(ground);5;\(xtermColour(nearestTo: colour))m".utf8
    }
  }
}

/// The number, 16 to 255, of the colour of xterm's 256 that is nearest to `colour`.
func xtermColour(nearestTo colour: Colour) -> Int {
  let steps = [0, 95, 135, 175, 215, 255]
  let channels = [Int(colour.red), Int(colour.green), Int(colour.blue)]
  let nearest = channels.map { channel in
    steps.indices.min { abs(steps[$0] - channel) < abs(steps[$1] - channel) } ?? 0
  }
  let grey = min(23, max(0, (channels.reduce(0, +) / 3 - 3) / 10))
  func error(_ values: [Int]) -> Int {
    zip(values, channels).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }
  let cube = error(nearest.map { steps[$0] })
  return error(Array(repeating: 8 + grey * 10, count: 3)) < cube
    ? 232 + grey : 16 + nearest[0] * 36 + nearest[1] * 6 + nearest[2]
}
