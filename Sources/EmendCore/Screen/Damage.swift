/// What of the screen must be sent so that it shows another frame.
public struct Damage: Equatable, Sendable {
  /// What became of the picture.
  public enum Picture: Hashable, Sendable {
    /// There is none, or it shows the same.
    case unchanged
    /// It shows something else on the same cells.
    case changed
    /// Its cells are new, or the screen was cleared: all of it must be sent.
    case placed
    /// It is gone; its cells are among `uncovered`.
    case removed
  }

  /// Whether the screen is to be cleared first.
  public var isWhole: Bool
  /// To be written, in the frame's order.
  public var texts: [PlacedText]
  /// Cells that held text and hold none now, each one row high.
  public var blanks: [CellRect]
  /// Cells that the picture has left; its pixels stay until each cell is printed on.
  public var uncovered: CellRect?
  public var picture: Picture

  public init(
    isWhole: Bool, texts: [PlacedText], blanks: [CellRect], uncovered: CellRect?, picture: Picture
  ) {
    self.isWhole = isWhole
    self.texts = texts
    self.blanks = blanks
    self.uncovered = uncovered
    self.picture = picture
  }
}

/// Compares what the screen shows with what it should show.
///
/// - Parameters:
///   - old: what it shows; nil when that is not known.
///   - new: what it should show.
/// - Returns: everything when `old` is nil or of another size.
/// - Complexity: O(texts), and O(texts²) for the texts of one row.
public func damage(from old: Frame?, to new: Frame) -> Damage {
  guard let old, old.size == new.size else {
    return Damage(
      isWhole: true, texts: new.texts, blanks: [], uncovered: nil,
      picture: new.scene == nil ? .unchanged : .placed)
  }
  let kept = Set(old.texts)
  let picture = pictureDamage(from: old.scene, to: new.scene)
  let hasLeft = picture == .removed || (picture == .placed && old.scene != nil)
  return Damage(
    isWhole: false, texts: new.texts.filter { !kept.contains($0) },
    blanks: blanks(from: old.texts, to: new.texts), uncovered: hasLeft ? old.scene?.area : nil,
    picture: picture)
}

private func pictureDamage(from old: Scene?, to new: Scene?) -> Damage.Picture {
  switch (old, new) {
  case (nil, nil): .unchanged
  case (_, nil): .removed
  case (let old, let new) where old == new: .unchanged
  case (let old, let new): old?.area == new?.area ? .changed : .placed
  }
}

/// The cells of `old` that no text of `new` covers.
private func blanks(from old: [PlacedText], to new: [PlacedText]) -> [CellRect] {
  let newRows = Dictionary(grouping: new, by: \.at.row)
  return old.flatMap { text in
    uncovered(columns(of: text), by: (newRows[text.at.row] ?? []).map(columns)).map {
      CellRect(column: $0.lowerBound, row: text.at.row, columns: $0.count, rows: 1)
    }
  }
}

private func columns(of text: PlacedText) -> Range<Int> {
  text.at.column..<text.at.column + max(0, text.columns)
}

/// What is left of `range` when `covers` are cut out, from left to right.
private func uncovered(_ range: Range<Int>, by covers: [Range<Int>]) -> [Range<Int>] {
  var (left, next) = ([Range<Int>](), range.lowerBound)
  for cover in covers.sorted(by: { $0.lowerBound < $1.lowerBound }) {
    let start = min(cover.lowerBound, range.upperBound)
    if start > next { left.append(next..<start) }
    next = max(next, min(cover.upperBound, range.upperBound))
  }
  if next < range.upperBound { left.append(next..<range.upperBound) }
  return left
}
