import CNcurses
public import EmendCore

extension CursesScreen {
  /// Writes what differs between two frames.
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
      showWhole(frame)
    } else {
      showChanges(damage, area: damage.picture == .placed ? frame.scene?.area : nil)
    }
    place(frame.cursor)
    refresh()
    return damage
  }

  private func showWhole(_ frame: Frame) {
    werase(em_stdscr())
    clearok(em_curscr(), true)
    for text in frame.texts { write(text) }
    if let area = frame.scene?.area { fill(area, with: Self.pictureCell) }
  }

  /// Sends one row after the other.
  ///
  /// When several rows change at once ncurses looks for rows that moved, and scrolls a region of
  /// the screen, the picture in it too, although `idlok` is off (ncurses 6.4 with xterm 379, seen
  /// 2026-11). A single changed row cannot have moved: the one that it equals is still there.
  ///
  /// - Parameters:
  ///   - damage: what changed.
  ///   - area: the picture's cells, when they are new.
  private func showChanges(_ damage: Damage, area: CellRect?) {
    holdFrame(.held)
    // The cursor need not follow each row.
    leaveok(em_stdscr(), true)
    for row in damage.rows(with: area) {
      for cells in damage.uncovered?.row(row) ?? [] {
        fill(cells, with: " ")
        // What stays the picture's is unchanged for ncurses, and must lose its old pixels too.
        wredrawln(em_stdscr(), Int32(row), 1)
      }
      for blank in damage.blanks where blank.row == row { fill(blank, with: " ") }
      for text in damage.texts where text.at.row == row { write(text) }
      for cells in area?.row(row) ?? [] { fill(cells, with: Self.pictureCell) }
      refresh()
    }
    leaveok(em_stdscr(), false)
    holdFrame(.shown)
  }

  /// What the picture's cells hold: a no-break space.
  ///
  /// It looks as a space does, but ncurses does not take it for blank, and so never erases to the
  /// end of a row or of the screen across the picture.
  private static var pictureCell: Character { "\u{a0}" }

  private func fill(_ area: CellRect, with character: Character) {
    let text = String(repeating: character, count: max(0, area.columns))
    for row in area.row..<area.row + max(0, area.rows) {
      write(
        PlacedText(
          at: CellPoint(column: area.column, row: row), columns: area.columns,
          runs: [TextRun(text)]))
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

  private func refresh() {
    wnoutrefresh(em_stdscr())
    doupdate()
  }

  private enum FrameState {
    case held
    case shown
  }

  /// Lets a terminal that can (mode 2026) show all rows at once.
  private func holdFrame(_ state: FrameState) {
    guard capabilities.hasSynchronisedOutput else { return }
    let sequence = state == .held ? "\u{1b}[?2026h" : "\u{1b}[?2026l"
    // A terminal that is gone is noticed by the next read.
    try? TerminalFile.write(Array(sequence.utf8), to: output)
  }
}

extension Damage {
  /// The rows that change, from the top.
  fileprivate func rows(with area: CellRect?) -> [Int] {
    var rows = Set(texts.map(\.at.row)).union(blanks.map(\.row))
    for cells in [uncovered, area] {
      if let cells { rows.formUnion(cells.row..<cells.row + max(0, cells.rows)) }
    }
    return rows.sorted()
  }
}

extension CellRect {
  /// Its cells in one row: one rectangle or none.
  fileprivate func row(_ row: Int) -> [CellRect] {
    guard (self.row..<self.row + max(0, rows)).contains(row) else { return [] }
    return [CellRect(column: column, row: row, columns: columns, rows: 1)]
  }
}
