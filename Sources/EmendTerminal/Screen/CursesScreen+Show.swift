import CNcurses
public import EmendCore

extension CursesScreen {
  /// Writes what differs between two frames, in one go.
  ///
  /// The corresponding C functions are `wadd_wchnstr` and `doupdate`. The picture's cells are never
  /// written to while they stay the picture's.
  ///
  /// - Parameters:
  ///   - frame: what the screen should show.
  ///   - old: what it shows; nil clears the screen first, the picture too.
  /// - Returns: what was written, and what the picture's painter has to do.
  @discardableResult
  public func show(_ frame: Frame, replacing old: Frame?) -> Damage {
    let damage = damage(from: old, to: frame)
    if damage.isWhole {
      werase(em_stdscr())
      clearok(em_curscr(), true)
    }
    for blank in damage.blanks { clear(blank) }
    for text in damage.texts { write(text) }
    // ncurses holds those cells for blank already and would send nothing.
    if let left = damage.uncovered {
      wredrawln(em_stdscr(), Int32(left.row), Int32(left.rows))
    }
    place(frame.cursor)
    wnoutrefresh(em_stdscr())
    doupdate()
    return damage
  }

  private func clear(_ cells: CellRect) {
    for row in cells.row..<cells.row + cells.rows {
      write(
        PlacedText(
          at: CellPoint(column: cells.column, row: row), columns: cells.columns, runs: []))
    }
  }

  /// Writes a text at its place, cut at the screen's edge.
  private func write(_ text: PlacedText) {
    let room = Int(getmaxx(em_stdscr())) - text.at.column
    guard text.at.column >= 0, text.at.row >= 0, room > 0 else { return }
    var fitting = text
    fitting.columns = min(text.columns, room)
    let cells = fitting.cells().map(styles.styled)
    wmove(em_stdscr(), Int32(text.at.row), Int32(text.at.column))
    wadd_wchnstr(em_stdscr(), cells, Int32(cells.count))
  }

  private func place(_ cursor: CellPoint?) {
    guard let cursor else {
      curs_set(0)
      return
    }
    wmove(em_stdscr(), Int32(cursor.row), Int32(cursor.column))
    curs_set(1)
  }
}
