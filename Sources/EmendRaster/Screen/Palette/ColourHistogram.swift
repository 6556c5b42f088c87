import EmendCore

/// How often which colours occur: 5 bits a channel, each bin with the sum of what fell into it.
struct ColourHistogram {
  /// One occupied cell of 8 levels a channel.
  struct Bin {
    /// The cell along red, green and blue, 0...31.
    var place: SIMD3<UInt8>
    /// The sums of red, green and blue, and how many pixels.
    var sums: SIMD4<Float>

    var mean: SIMD4<Float> { sums / sums.w }
  }

  /// In the order of red, then green, then blue.
  private(set) var bins: [Bin] = []

  /// Counts every third pixel: all of them give the same palette to 0.02 dB.
  ///
  /// Unsafe memory, since the loop is the only one here that grows with the picture.
  init(of image: PixelImage) {
    var cells = [SIMD4<UInt32>](repeating: .zero, count: 1 << 15)
    cells.withUnsafeMutableBufferPointer { cells in
      image.pixels.withUnsafeBufferPointer { pixels in
        var place = 0
        while place &+ 2 < pixels.count {
          let (red, green, blue) = (
            UInt32(pixels[place]), UInt32(pixels[place &+ 1]), UInt32(pixels[place &+ 2])
          )
          let cell = Int((red & 0xf8) &<< 7 | (green & 0xf8) &<< 2 | blue &>> 3)
          cells[cell] = cells[cell] &+ SIMD4(red, green, blue, 1)
          place &+= 9
        }
      }
    }
    for (cell, sums) in cells.enumerated() where sums.w > 0 {
      let place = SIMD3(UInt8(cell >> 10), UInt8(cell >> 5 & 31), UInt8(cell & 31))
      bins.append(Bin(place: place, sums: SIMD4<Float>(sums)))
    }
  }
}
