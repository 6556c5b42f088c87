import CSixel
import EmendCore

extension IndexedImage {
  /// A part of the picture as one sixel image whose bands libsixel writes.
  ///
  /// Its own palette would define all 256 registers in each patch (3.9 kB), its quantiser sends
  /// pure red as `97;0;0`, and its transparency shifts pixels by one (1.10.3); none of them is
  /// used.
  ///
  /// The corresponding C function is `sixel_encode`.
  /// - Precondition: the part lies in the picture and its height is a positive multiple of 6.
  /// - Complexity: O(pixels + width × registers × bands)
  func libsixelBytes(
    of part: ScreenRect, defining definitions: SixelDefinitions
  ) throws(PictureError) -> [UInt8] {
    let (width, height) = (part.right - part.left, part.bottom - part.top)
    precondition(height > 0 && height % 6 == 0, "\(height) rows, expected a multiple of 6")
    var pixels: [UInt8] = []
    pixels.reserveCapacity(width * height)
    for y in part.top..<part.bottom {
      pixels += indices[y * self.width + part.left..<y * self.width + part.right]
    }
    var bytes = Array("\u{1b}P0;0;0q\"1;1;\(width);\(height)".utf8)
    appendRegisters(definitions.registers(for: RegisterSet(pixels)), to: &bytes)
    bytes += bands(try encoded(&pixels, width: width, height: height))
    return bytes
  }

  /// What libsixel makes of the indices: a whole sixel image without a palette.
  private func encoded(
    _ pixels: inout [UInt8], width: Int, height: Int
  ) throws(PictureError) -> [UInt8] {
    var dither: OpaquePointer?
    try check(sixel_dither_new(&dither, 256, nil))
    defer { sixel_dither_unref(dither) }
    sixel_dither_set_pixelformat(dither, SIXEL_PIXELFORMAT_PAL8)
    sixel_dither_set_body_only(dither, 1)
    let sink = SixelSink()
    var output: OpaquePointer?
    try check(
      sixel_output_new(
        &output,
        { bytes, count, sink in
          guard let sink, let bytes else { return 0 }
          Unmanaged<SixelSink>.fromOpaque(sink).takeUnretainedValue().bytes
            .append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: Int(count)))
          return count
        }, Unmanaged.passUnretained(sink).toOpaque(), nil))
    defer { sixel_output_unref(output) }
    try check(sixel_encode(&pixels, Int32(width), Int32(height), 1, dither, output))
    return withExtendedLifetime(sink) { sink.bytes }
  }

  /// The bands and the end of a sixel image: what follows its raster attributes.
  private func bands(_ image: [UInt8]) -> ArraySlice<UInt8> {
    guard let quote = image.firstIndex(of: UInt8(ascii: "\"")) else { return image[...] }
    let attributes = UInt8(ascii: "0")...UInt8(ascii: ";")
    return image[(quote + 1)...].drop { attributes.contains($0) && $0 != UInt8(ascii: ":") }
  }

  private func check(_ status: Int32) throws(PictureError) {
    guard status == 0 else {
      throw PictureError(
        message: "the picture cannot be encoded (libsixel status \(status)); "
          + "make the window smaller")
    }
  }
}

/// A box for the bytes, which a C callback reaches by its address.
private final class SixelSink {
  var bytes: [UInt8] = []
}
