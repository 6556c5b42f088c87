import EmendCore

/// How fine the screen's pixels are, which decides how marks are drawn.
enum OverlayDetail: Equatable {
  /// Device pixels; each line is `scale` times as thick as on a screen of 96 dots an inch.
  case fine(scale: Int)
  /// A few pixels to a text cell: thin outlines without handles, tags and hatch.
  case coarse

  /// Goes by the height of a line of text: whoever chose the font reads tags of about its size.
  init(cell: TerminalSize) {
    self = cell.cellWidth < 4 ? .coarse : .fine(scale: max(1, (cell.cellHeight + 8) / 20))
  }

  /// 0 where marks are coarse.
  var scale: Int {
    switch self {
    case .fine(let scale): scale
    case .coarse: 0
    }
  }
}
