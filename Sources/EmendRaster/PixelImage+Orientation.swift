extension PixelImage {
  /// The image turned and mirrored so that it is upright.
  ///
  /// - Parameter orientation: EXIF's `1...8`.
  /// - Returns: the image itself for 1 and for numbers that EXIF does not have.
  /// - Complexity: O(pixels)
  func upright(from orientation: Int) -> PixelImage {
    guard (2...8).contains(orientation) else { return self }
    let (rows, columns) = orientation >= 5 ? (width, height) : (height, width)
    // Where the upright image's first pixel is stored, and the steps to its right and lower
    // neighbours, in pixels.
    let (first, right, down): (Int, Int, Int) =
      switch orientation {
      case 2: (width - 1, -1, width)
      case 3: (width * height - 1, -1, -width)
      case 4: (width * (height - 1), 1, -width)
      case 5: (0, width, 1)
      case 6: (width * (height - 1), -width, 1)
      case 7: (width * height - 1, -width, -1)
      default: (width - 1, width, -1)
      }
    let turned = [UInt8](unsafeUninitializedCapacity: pixels.count) { buffer, count in
      pixels.withUnsafeBufferPointer { source in
        var target = 0
        for row in 0..<rows {
          var place = (first + row * down) * 3
          for _ in 0..<columns {
            buffer[target] = source[place]
            buffer[target + 1] = source[place + 1]
            buffer[target + 2] = source[place + 2]
            target += 3
            place += right * 3
          }
        }
      }
      count = pixels.count
    }
    return PixelImage(width: columns, height: rows, pixels: turned)
  }
}
