import CPNG
import EmendCore

/// A part of a picture with a palette of its own: the colours that occur in it, and no others.
struct PalettePicture: Hashable {
  let width: Int
  let height: Int
  /// The number of each pixel's colour, top row first.
  private let numbers: [UInt8]
  /// 1 to 256.
  private let colours: [Colour]
  /// Whether the first colour stands for nothing.
  private let isFirstClear: Bool

  /// What `image` shows in `part`; only where it differs from `base`, if there is one.
  ///
  /// With 256 colours none is left to be clear, and all of the part is taken.
  /// - Precondition: the part lies in the picture and has pixels; both images are of one size.
  /// - Complexity: O(pixels of the part)
  init(_ part: ScreenRect, of image: IndexedImage, over base: IndexedImage? = nil) {
    precondition(!part.isEmpty, "\(part) has no pixels")
    var (numbers, colours) = ([UInt8](), [Colour]())
    numbers.reserveCapacity((part.right - part.left) * (part.bottom - part.top))
    // The number here of each of the image's colours.
    var own = [Int16](repeating: -1, count: 256)
    if base != nil { colours.append(Colour(red: 0, green: 0, blue: 0)) }
    for y in part.top..<part.bottom {
      for place in y * image.width + part.left..<y * image.width + part.right {
        let number = image.indices[place]
        if let base, base.indices[place] == number {
          numbers.append(0)
          continue
        }
        if own[Int(number)] < 0 {
          own[Int(number)] = Int16(colours.count)
          colours.append(image.colour(number))
        }
        numbers.append(UInt8(truncatingIfNeeded: own[Int(number)]))
      }
    }
    guard colours.count <= 256 else {
      self.init(part, of: image)
      return
    }
    self.init(part, numbers, colours, isFirstClear: base != nil)
  }

  private init(
    _ part: ScreenRect, _ numbers: [UInt8], _ colours: [Colour], isFirstClear: Bool
  ) {
    (width, height) = (part.right - part.left, part.bottom - part.top)
    (self.numbers, self.colours, self.isFirstClear) = (numbers, colours, isFirstClear)
  }

  /// The part as a PNG file with 1, 2, 4 or 8 bits a pixel.
  ///
  /// The corresponding C function is `png_write_row`.
  /// - Parameter level: zlib's, 1 to 9.
  /// - Returns: the file.
  /// - Throws: ``PictureError`` when libpng finds no memory.
  /// - Complexity: O(pixels)
  func pngBytes(level: Int = 6) throws(PictureError) -> [UInt8] {
    let palette = colours.flatMap { [$0.red, $0.green, $0.blue] }
    let file = PNGFile()
    var message = emend_png_message()
    let isEncoded = emend_png_encode_palette(
      numbers, UInt32(width), UInt32(height), palette, UInt32(colours.count),
      isFirstClear ? 1 : 0, Int32(level), PNGFile.append,
      Unmanaged.passUnretained(file).toOpaque(), &message)
    guard isEncoded == 1 else {
      throw PictureError(
        message: "the picture cannot be encoded (\(sentence(message))); make the window smaller")
    }
    return withExtendedLifetime(file) { file.bytes }
  }
}

extension IndexedImage {
  /// The colour of a number; black past the palette's end.
  func colour(_ number: UInt8) -> Colour {
    Int(number) < palette.count ? palette[Int(number)] : Colour(red: 0, green: 0, blue: 0)
  }
}
