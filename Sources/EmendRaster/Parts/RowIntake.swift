import CJPEG
import CPNG
import EmendCore

/// Takes the rows of one image as they are decoded: for the small image, and for the spool.
///
/// A class, because C callbacks reach it by its address.
final class RowIntake {
  private var reducer: RowReducer
  private let spool: PixelSpool?
  private let isCancelled: @Sendable () -> Bool
  private var row = 0
  private var mixed: [UInt8]
  /// Whether every row reached the spool.
  private(set) var isSpooled: Bool

  init(
    _ size: ImageSize, reduction: Int, spool: PixelSpool?,
    isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.isCancelled = isCancelled
    reducer = RowReducer(size, by: reduction)
    mixed = Array(repeating: 0, count: size.width * 3)
    self.spool = spool
    isSpooled = spool != nil
  }

  /// The image made smaller, as stored.
  func finish() -> PixelImage { reducer.finish() }

  /// Decodes a file from its beginning.
  ///
  /// - Returns: false for a file whose rows are complete only at its end, and for WebP.
  /// - Throws: ``ImageError``, without the path.
  func decode(_ file: borrowing OpenFile, _ header: ImageHeader) throws(ImageError) -> Bool {
    switch header.format {
    case .png: try decodePNG(file.descriptor, header.rawSize)
    case .jpeg: try decodeJPEG(file.descriptor, header.rawSize)
    case .webp: false
    }
  }

  /// The corresponding C function is `png_read_row`.
  private func decodePNG(_ file: Int32, _ size: ImageSize) throws(ImageError) -> Bool {
    var message = emend_png_message()
    let result = emend_png_rows(
      file, UInt32(size.width), UInt32(size.height),
      { context, row in RowIntake.take(context, row, channels: 3) },
      Unmanaged.passUnretained(self).toOpaque(), &message)
    guard Int(result) != EMEND_PNG_FAILED else {
      throw .damaged("is a damaged PNG file (\(sentence(message)))")
    }
    return Int(result) == EMEND_PNG_DONE
  }

  /// The corresponding C function is `jpeg_read_scanlines`.
  private func decodeJPEG(_ file: Int32, _ size: ImageSize) throws(ImageError) -> Bool {
    var message = emend_jpeg_message()
    let result = emend_jpeg_rows(
      file, UInt32(size.width), UInt32(size.height),
      { context, row, channels in RowIntake.take(context, row, channels: Int(channels)) },
      Unmanaged.passUnretained(self).toOpaque(), &message)
    guard Int(result) != EMEND_JPEG_FAILED else {
      let words = withUnsafeBytes(of: message.text) { bytes in
        ImagePath(bytes: Array(bytes.prefix { $0 != 0 })).display
      }
      throw .damaged("is a damaged JPEG file (\(words))")
    }
    return Int(result) == EMEND_JPEG_DONE
  }

  private static func take(
    _ context: UnsafeMutableRawPointer?, _ row: UnsafePointer<UInt8>?, channels: Int
  ) -> Int32 {
    guard let context, let row else { return 0 }
    let intake = Unmanaged<RowIntake>.fromOpaque(context).takeUnretainedValue()
    let count = intake.reducer.width * channels
    intake.take(UnsafeBufferPointer(start: row, count: count), channels: channels)
    return intake.row % 64 == 0 && intake.isCancelled() ? 0 : 1
  }

  private func take(_ bytes: UnsafeBufferPointer<UInt8>, channels: Int) {
    guard channels == 4 else { return take(bytes) }
    mixed.withUnsafeMutableBufferPointer { mixInks(bytes, into: $0) }
    mixed.withUnsafeBufferPointer { take($0) }
  }

  private func take(_ rgb: UnsafeBufferPointer<UInt8>) {
    reducer.append(rgb)
    if isSpooled, let spool {
      isSpooled = spool.write(UnsafeRawBufferPointer(rgb), atRow: row)
    }
    row += 1
  }
}
