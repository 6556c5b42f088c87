import EmendCore
import EmendRaster
import EmendTerminal

/// Chooses how pictures reach a terminal.
enum PictureCarriers {
  static func carrier(
    for capabilities: TerminalCapabilities, hasPixels: Bool
  ) -> any PictureCarrier {
    guard hasPixels else {
      let isDirect = ["truecolor", "24bit"].contains(Environment["COLORTERM"] ?? "")
      return BlockCarrier(colours: isDirect ? .direct : .indexed)
    }
    var limits = SixelLimits(sendsWholeOnly: capabilities.isTmux)
    if let largest = capabilities.maximumGraphic {
      limits.imageSize = ImageSize(width: largest.width, height: largest.height)
    }
    // Only xterm forgets images; a terminal that does not say its name may be one.
    if !capabilities.name.isEmpty, !capabilities.name.hasPrefix("XTerm") {
      limits.imageCount = nil
    }
    return SixelCarrier(limits: limits)
  }
}
