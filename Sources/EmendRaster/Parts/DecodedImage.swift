public import EmendCore

/// An upright image to take parts from: whole, smaller, or smaller with all of its pixels in a
/// temporary file.
public struct DecodedImage: Sendable {
  /// The upright image's, whatever has been decoded.
  public let size: ImageSize
  /// The whole image, at full size or smaller.
  public let overview: PixelImage
  /// The rest of it, as stored.
  let spool: PixelSpool?
  let orientation: Int
  /// Why there is no more to be seen than the overview has; nil where there is, or nobody asked.
  private let shortage: ImageError?

  /// - Parameters:
  ///   - overview: at full size, or smaller by one number in both directions.
  ///   - size: the upright image's own.
  public init(_ overview: PixelImage, of size: ImageSize) {
    self.init(overview, of: size, spool: nil, orientation: 1, shortage: nil)
  }

  init(
    _ overview: PixelImage, of size: ImageSize, spool: PixelSpool?, orientation: Int,
    shortage: ImageError?
  ) {
    self.overview = overview
    self.size = size
    self.spool = spool
    self.orientation = orientation
    self.shortage = shortage
  }

  /// The memory that it takes.
  public var byteCount: Int { overview.pixels.count }

  /// Whether there is a decoded pixel for each screen pixel, or no way to have one.
  public func serves(_ zoom: Double) -> Bool {
    spool != nil || shortage != nil || isWhole || suffices(for: zoom)
  }

  /// Why the image cannot be seen as sharply as `zoom` would show it; nil when it can.
  public func shortage(at zoom: Double) -> ImageError? { suffices(for: zoom) ? nil : shortage }

  private var isWhole: Bool { overview.width >= size.width && overview.height >= size.height }

  /// Whether the overview shows all that a screen can at `zoom`.
  private func suffices(for zoom: Double) -> Bool {
    let needed = size.scaled(by: min(1, zoom))
    return overview.width >= needed.width && overview.height >= needed.height
  }

  /// All the pixels that `viewport` needs for an area, and no more of the spool.
  ///
  /// - Throws: ``ImageError/Code/unreadable`` when the temporary file cannot be read.
  /// - Complexity: O(1) from the overview; O(pixels shown) from the spool.
  func part(for viewport: Viewport, in area: ScreenSize) throws(ImageError) -> PixelPart {
    guard let spool, !suffices(for: viewport.zoom) else {
      return PixelPart(all: overview, of: size)
    }
    let columns = Self.needed(viewport.origin.x, area.width, viewport.zoom, of: size.width)
    let rows = Self.needed(viewport.origin.y, area.height, viewport.zoom, of: size.height)
    let stored = stored(columns, rows, in: spool.size)
    let image = try spool.part(
      left: stored.columns.lowerBound, top: stored.rows.lowerBound, width: stored.columns.count,
      height: stored.rows.count)
    return PixelPart(
      image: image.upright(from: orientation), left: columns.lowerBound, top: rows.lowerBound,
      in: size, of: size)
  }

  /// The pixels along one axis that `length` screen pixels take, with one more on either side for
  /// those that are mixed of two.
  private static func needed(
    _ origin: Double, _ length: Int, _ zoom: Double, of size: Int
  ) -> Range<Int> {
    let low = min(max(0, origin.rounded(.down) - 1), Double(size - 1))
    let high = (origin + Double(length) / zoom).rounded(.up) + 1
    return Int(low)..<Int(min(max(high, low + 1), Double(size)))
  }

  /// Where a rectangle of the upright image is stored.
  private func stored(
    _ columns: Range<Int>, _ rows: Range<Int>, in whole: ImageSize
  ) -> (columns: Range<Int>, rows: Range<Int>) {
    func fromEnd(_ range: Range<Int>, _ length: Int) -> Range<Int> {
      length - range.upperBound..<length - range.lowerBound
    }
    let (width, height) = (whole.width, whole.height)
    return switch orientation {
    case 2: (fromEnd(columns, width), rows)
    case 3: (fromEnd(columns, width), fromEnd(rows, height))
    case 4: (columns, fromEnd(rows, height))
    case 5: (rows, columns)
    case 6: (rows, fromEnd(columns, height))
    case 7: (fromEnd(rows, width), fromEnd(columns, height))
    case 8: (fromEnd(rows, width), columns)
    default: (columns, rows)
    }
  }
}
