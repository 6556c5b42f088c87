public import EmendCore

/// Brings composed pictures to one terminal; remembers what the terminal shows.
///
/// The seam between composing and a graphics protocol: sixel, kitty's, iTerm2's and cell art.
public protocol PictureCarrier: Sendable {
  /// The bytes that turn what the terminal shows into `frame`.
  ///
  /// - Parameters:
  ///   - frame: `columns * cell.width` by `rows * cell.height` pixels of its scene's area, which is
  ///     on the screen.
  ///   - cell: the size of a cell in pixels.
  /// - Returns: what is to be written.
  /// - Throws: ``PictureError``; what the terminal shows is then unknown, as after ``forget()``.
  mutating func update(
    to frame: PictureFrame, cell: ImageSize
  ) throws(PictureError) -> PictureUpdate

  /// The screen was cleared, resized or lost: the next update sends the whole picture.
  mutating func forget()
}

/// What is to be written: complete sequences in order, with every cursor movement in them.
///
/// The writer saves the cursor before a sequence and restores it after it. Between two of them it
/// may write text; within one it may write nothing else.
public enum PictureUpdate: Equatable, Sendable {
  /// The terminal shows the frame already.
  case none
  /// Over what is shown.
  case patch([[UInt8]])
  /// The whole area.
  case whole([[UInt8]])
  /// The whole area, after older pictures were aged: move the cursor home, scroll up by 100 lines
  /// (`CSI H`, `CSI 100 S`), have every text cell painted again, and then write the bytes.
  ///
  /// xterm keeps 16 sixel images and throws away the one whose row is smallest, which is the
  /// base picture; scrolled images have negative rows and go first.
  case wholeAfterAgeing([[UInt8]])

  public var sequences: [[UInt8]] {
    switch self {
    case .none: []
    case .patch(let sequences), .whole(let sequences), .wholeAfterAgeing(let sequences): sequences
    }
  }

  public var bytes: [UInt8] { Array(sequences.joined()) }
}

/// The picture could not be encoded.
public struct PictureError: Error, Equatable, CustomStringConvertible {
  public var message: String
  public var description: String { message }
}

/// Appends the sequence (CUP) that moves the cursor to a cell, counted from 0.
func appendMove(toColumn column: Int, row: Int, to bytes: inout [UInt8]) {
  bytes += "\u{1b}[\(row + 1);\(column + 1)H".utf8
}
