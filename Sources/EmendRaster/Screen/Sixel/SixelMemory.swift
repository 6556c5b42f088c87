import EmendCore
import Glibc

/// What xterm still has of a picture when it draws it anew after an expose.
///
/// xterm remembers 16 images. For another one it forgets the one whose row is smallest, the one in
/// the lowest place among equals, and the new one takes its place (`get_new_graphic`, xterm 379;
/// read and tried 2026-11). So a change is sent as one image that begins in the screen's first
/// row, above the picture: it takes the place of the change before it, and the pictures below stay
/// for as long as changes come. It holds all that differs from those pictures, and all that differs
/// from the screen, on which the forgotten change is still to be seen.
struct SixelMemory {
  /// The picture without the image that the next change replaces.
  var lasting: IndexedImage

  /// What `frame` is to be sent over: equal to it where nothing has to be sent.
  ///
  /// - Precondition: all three are of one size.
  func uncertain(_ frame: IndexedImage, over shown: IndexedImage) -> IndexedImage {
    precondition(
      lasting.indices.count == frame.indices.count && shown.indices.count == frame.indices.count,
      "\(lasting.width)x\(lasting.height) pixels under \(frame.width)x\(frame.height)")
    var result = shown
    let width = frame.width
    result.indices.withUnsafeMutableBufferPointer { result in
      lasting.indices.withUnsafeBufferPointer { lasting in
        frame.indices.withUnsafeBufferPointer { frame in
          guard let old = lasting.baseAddress, let new = frame.baseAddress else { return }
          for row in stride(from: 0, to: frame.count, by: max(1, width))
          where memcmp(old + row, new + row, width) != 0 {
            for place in row..<row + width where result[place] == new[place] {
              result[place] = old[place]
            }
          }
        }
      }
    }
    return result
  }
}

/// Where two pictures differ.
struct PixelChange: Equatable {
  var bounds: ScreenRect
  var count: Int
}

extension IndexedImage {
  /// The pixels of the upper `height` rows that differ from `other`'s; nil where none does.
  ///
  /// - Precondition: both are of one size.
  /// - Complexity: O(pixels), by `memcmp` where rows are equal.
  func change(from other: IndexedImage, height: Int) -> PixelChange? {
    precondition(
      other.indices.count == indices.count,
      "\(other.width)x\(other.height) pixels and \(width)x\(self.height)")
    var change: PixelChange?
    indices.withUnsafeBufferPointer { new in
      other.indices.withUnsafeBufferPointer { old in
        guard let first = old.baseAddress, let second = new.baseAddress else { return }
        for y in 0..<height where memcmp(first + y * width, second + y * width, width) != 0 {
          let (a, b) = (first + y * width, second + y * width)
          let left = (0..<width).first { a[$0] != b[$0] } ?? 0
          let right = ((0..<width).last { a[$0] != b[$0] } ?? 0) + 1
          var count = 0
          for x in left..<right where a[x] != b[x] { count += 1 }
          let row = ScreenRect(left: left, top: y, right: right, bottom: y + 1)
          change = PixelChange(
            bounds: change?.bounds.union(row) ?? row, count: (change?.count ?? 0) + count)
        }
      }
    }
    return change
  }
}
