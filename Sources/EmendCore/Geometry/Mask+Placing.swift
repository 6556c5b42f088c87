extension Mask {
  /// The same pixels as part of a larger image.
  ///
  /// - Parameters:
  ///   - size: of the larger image.
  ///   - left: columns of it before the mask's first.
  ///   - top: rows of it above the mask's first.
  /// - Returns: a mask of `size`.
  /// - Precondition: the mask lies within it.
  /// - Complexity: O(runs + columns that they cover)
  public func placed(in size: ImageSize, left: Int, top: Int) -> Mask {
    precondition(
      left >= 0 && top >= 0 && left + self.size.width <= size.width
        && top + self.size.height <= size.height,
      "a mask of \(self.size) at \(left), \(top) is no part of \(size)")
    var (result, written) = (RunList(), 0)
    var (start, isSet) = (0, false)
    for run in runs {
      let end = start + Int(run)
      while isSet, start < end {
        // A run goes on in the next column, which lies elsewhere in the larger image.
        let (column, row) = start.quotientAndRemainder(dividingBy: self.size.height)
        let length = min(end - start, self.size.height - row)
        let place = (left + column) * size.height + top + row
        result.add(place - written, isSet: false)
        result.add(length, isSet: true)
        written = place + length
        start += length
      }
      (start, isSet) = (end, !isSet)
    }
    result.add(size.width * size.height - written, isSet: false)
    return Mask(size: size, runs: result.finished)
  }
}
