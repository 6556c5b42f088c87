public import EmendCore

/// Decodes images of any size to be looked at, within a budget of memory.
///
/// What is small enough is decoded whole. A larger JPEG or PNG file is read row by row into a small
/// image and a temporary file, from which parts at full size come.
public struct PartDecoder: Sendable {
  private let decoder: ImageDecoder
  /// In bytes.
  public let budget: Int
  private let folder: String
  /// Asked now and then while a large file is decoded row by row; true ends that with an error.
  public var isCancelled: @Sendable () -> Bool = { false }

  /// - Parameters:
  ///   - decoder: with its limit of pixels.
  ///   - budget: for all decoded images, in bytes; one takes half of it at most. Turning it upright
  ///     takes as much again for a moment.
  ///   - folder: where temporary files are made.
  public init(decoder: ImageDecoder, budget: Int, folder: String) {
    self.decoder = decoder
    self.budget = budget
    self.folder = folder
  }

  /// Decodes as much as showing the image at `zoom` takes.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - header: what it said when it was added.
  ///   - zoom: screen pixels for one image pixel.
  /// - Returns: the image, upright.
  /// - Throws: ``ImageError``, with the path.
  /// - Complexity: O(pixels of the file)
  public func decode(
    _ path: ImagePath, _ header: ImageHeader, zoom: Double
  ) throws(ImageError) -> DecodedImage {
    do throws(ImageError) {
      try decoder.checkSize(header.rawSize)
      let bytes = header.rawSize.width * header.rawSize.height * 3
      if bytes <= budget / 2 { return try whole(path, header, zoom) }
      // TurboJPEG makes it smaller while it decodes, which is faster than any row by row.
      if header.format == .jpeg, zoom * Double(reduction(bytes)) <= 1 {
        return try whole(path, header, zoom)
      }
      if let image = try byRows(path, header, reduction(bytes)) { return image }
      guard bytes <= budget else { throw tooLarge(header, bytes) }
      return try whole(path, header, zoom)
    } catch {
      throw error.at(path)
    }
  }

  /// The least power of two by which the image has to be made smaller to be kept.
  private func reduction(_ bytes: Int) -> Int {
    var reduction = 2
    while reduction < 256, bytes / (reduction * reduction) > budget / 4 { reduction *= 2 }
    return reduction
  }

  private func whole(
    _ path: ImagePath, _ header: ImageHeader, _ zoom: Double
  ) throws(ImageError) -> DecodedImage {
    let wanted = zoom < 1 ? header.size.scaled(by: zoom) : nil
    let image = try FileBytes(path).withBytes { buffer throws(ImageError) in
      try decoder.decode(buffer, atLeast: wanted)
    }
    return DecodedImage(image, of: header.size)
  }

  /// Nil for files whose rows are complete only at their end.
  private func byRows(
    _ path: ImagePath, _ header: ImageHeader, _ reduction: Int
  ) throws(ImageError) -> DecodedImage? {
    guard header.format != .webp else { return nil }
    var (spool, shortage): (PixelSpool?, ImageError?)
    do throws(ImageError) {
      spool = try PixelSpool(header.rawSize, in: folder)
    } catch {
      shortage = error.at(path)
    }
    let intake = RowIntake(
      header.rawSize, reduction: reduction, spool: spool, isCancelled: isCancelled)
    guard try intake.decode(try OpenFile(path), header) else { return nil }
    if spool != nil, !intake.isSpooled {
      spool = nil
      shortage = PixelSpool.failure("cannot be written", folder).at(path)
    }
    return DecodedImage(
      intake.finish().upright(from: header.orientation), of: header.size, spool: spool,
      orientation: header.orientation, shortage: shortage)
  }

  private func tooLarge(_ header: ImageHeader, _ bytes: Int) -> ImageError {
    let kind =
      header.format == .webp
      ? "WebP" : header.format == .png ? "interlaced PNG" : "progressive JPEG"
    return ImageError(
      .tooLarge,
      "is a \(kind) file of \(header.size.width)x\(header.size.height) pixels, which can only be "
        + "decoded whole; set review.picture-memory to \(bytes / 1_000_000 + 1) or more, or save "
        + "it in another form")
  }
}

extension ImageSize {
  /// Rounded up.
  func scaled(by factor: Double) -> ImageSize {
    ImageSize(
      width: max(1, Int((Double(width) * factor).rounded(.up))),
      height: max(1, Int((Double(height) * factor).rounded(.up))))
  }
}
