import EmendCore
import Glibc

/// The cells under a picture, in groups of rows whose height is a multiple of a band's.
///
/// Sixel paints bands of six pixels. A patch that ends within a band is drawn with black below
/// by Konsole 22.12, and one that ends within a cell erases the rest of it in terminals that
/// keep one image a cell (mlterm, WezTerm); a patch of whole groups does neither.
struct CellGrid: Equatable {
  let columns: Int
  let rows: Int
  let cell: ImageSize
  /// Cell rows in one group, 1 to 6.
  let groupRows: Int
  private let band: Int

  /// - Parameters:
  ///   - area: the picture's cells.
  ///   - cell: the pixels of one.
  ///   - band: rows of pixels that are only sent together; 6 for sixel.
  init(area: CellRect, cell: ImageSize, band: Int = 6) {
    (columns, rows, self.cell, self.band) = (area.columns, area.rows, cell, band)
    groupRows = (1...band).first { $0 * cell.height % band == 0 } ?? band
  }

  var width: Int { columns * cell.width }
  var groupHeight: Int { groupRows * cell.height }
  /// Pixels that whole bands fill; those below them stay blank.
  var height: Int { rows * cell.height / band * band }
  var groups: Int { (height + groupHeight - 1) / groupHeight }

  /// The pixels of a patch.
  func pixels(of patch: Patch) -> ScreenRect {
    ScreenRect(
      left: patch.columns.lowerBound * cell.width, top: patch.groups.lowerBound * groupHeight,
      right: patch.columns.upperBound * cell.width,
      bottom: min(height, patch.groups.upperBound * groupHeight))
  }

  /// The cells that differ between two frames of this grid, as rectangles.
  ///
  /// - Complexity: O(pixels), by `memcmp`.
  func changes(from old: IndexedImage, to new: IndexedImage) -> [Patch] {
    var patches: [Patch] = []
    for group in 0..<groups {
      var start: Int?
      for column in 0...columns {
        let isChanged =
          column < columns
          && differs(old, new, Patch(columns: column..<column + 1, groups: group..<group + 1))
        if isChanged {
          start = start ?? column
        } else if let first = start {
          patches.append(Patch(columns: first..<column, groups: group..<group + 1))
          start = nil
        }
      }
    }
    return patches
  }

  private func differs(_ old: IndexedImage, _ new: IndexedImage, _ patch: Patch) -> Bool {
    let area = pixels(of: patch)
    return old.indices.withUnsafeBytes { old in
      new.indices.withUnsafeBytes { new in
        guard let old = old.baseAddress, let new = new.baseAddress else { return false }
        return (area.top..<area.bottom).contains { y in
          let place = y * width + area.left
          return memcmp(old + place, new + place, area.right - area.left) != 0
        }
      }
    }
  }
}

/// A rectangle of cells that is sent as one image.
struct Patch: Equatable {
  var columns: Range<Int>
  var groups: Range<Int>

  var area: Int { columns.count * groups.count }

  /// The smallest patch around both.
  func joined(with other: Patch) -> Patch {
    Patch(
      columns: min(
        columns.lowerBound, other.columns.lowerBound)..<max(
          columns.upperBound, other.columns.upperBound),
      groups: min(
        groups.lowerBound, other.groups.lowerBound)..<max(
          groups.upperBound, other.groups.upperBound))
  }
}

/// Joins patches for as long as a joined one is less than a quarter larger than its two parts.
///
/// Each sixel image costs its palette and one of the few places that terminals have for images.
/// - Parameters:
///   - patches: in any order.
///   - allowance: how many cells more a joined patch may have, whatever its size.
/// - Returns: patches that cover all of the given ones; they may overlap.
/// - Complexity: O(patches³) in the worst case, for at most some hundred patches.
func joined(_ patches: [Patch], allowance: Int) -> [Patch] {
  var result: [Patch] = []
  for patch in patches {
    var grown = patch
    while let index = result.firstIndex(where: { other in
      let both = grown.joined(with: other)
      let parts = grown.area + other.area
      return both.area * 4 < parts * 5 || both.area <= parts + allowance
    }) {
      grown = grown.joined(with: result.remove(at: index))
    }
    result.append(grown)
  }
  return result
}
