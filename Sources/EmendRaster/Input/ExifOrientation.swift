/// Finds the orientation in the TIFF structure of an EXIF block.
///
/// - Parameter block: from the byte-order mark on, or from `Exif\0\0` before it.
/// - Returns: `1...8`; 1 where there is none or it makes no sense.
/// - Source: CIPA DC-008 (Exif 2.32), tag 0x0112.
func exifOrientation(in block: ByteReader) -> Int {
  var tiff = block.has("Exif\0\0", 0) ? block.part(6, block.count) : block
  if tiff.has("II*\0", 0) {
    tiff.order = .little
  } else if tiff.has("MM\0*", 0) {
    tiff.order = .big
  } else {
    return 1
  }
  guard let directory = tiff.number(4, size: 4), let entries = tiff.number(directory, size: 2)
  else { return 1 }
  for entry in 0..<entries {
    let at = directory + 2 + entry * 12
    guard let tag = tiff.number(at, size: 2) else { return 1 }
    // Type 3 is SHORT, which stands at the start of the value field in either byte order.
    if tag == 0x0112, tiff.number(at + 2, size: 2) == 3,
      let value = tiff.number(at + 8, size: 2), (1...8).contains(value)
    {
      return value
    }
  }
  return 1
}
