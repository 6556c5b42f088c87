/// The pixels that an encoder reads: columns of an indexed picture, all or the changed ones.
///
/// Pointers, because one body per core reads them; they live as long as the call that made them.
struct SixelSource {
  var new: UnsafePointer<UInt8>?
  /// The pixels on the screen; nil where all are to be drawn.
  var old: UnsafePointer<UInt8>?
  /// Pixels in a row of the pictures.
  var stride: Int
  var columns: Range<Int>
}
