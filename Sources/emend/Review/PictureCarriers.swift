import EmendCore
import EmendRaster
import EmendTerminal
import Foundation

/// Chooses how pictures reach a terminal.
enum PictureCarriers {
  static func carrier(
    for capabilities: TerminalCapabilities, hasPixels: Bool, encoder: SixelEncoderKind = .own
  ) -> any PictureCarrier {
    guard hasPixels else {
      let isDirect = ["truecolor", "24bit"].contains(Environment["COLORTERM"] ?? "")
      return BlockCarrier(colours: isDirect ? .direct : .indexed)
    }
    var limits = SixelLimits(mode: mode(of: capabilities))
    if let largest = capabilities.maximumGraphic {
      limits.imageSize = ImageSize(width: largest.width, height: largest.height)
    }
    // Only xterm forgets images; a terminal that does not say its name may be one.
    if !capabilities.name.isEmpty, !capabilities.name.hasPrefix("XTerm") {
      limits.imageCount = nil
    }
    return SixelCarrier(limits: limits, encoder: encoder) { count, body in
      DispatchQueue.concurrentPerform(iterations: count, execute: body)
    }
  }

  private static func mode(of capabilities: TerminalCapabilities) -> SixelMode {
    if capabilities.isTmux { return .whole }
    // The two whose screens were compared pixel by pixel (xterm 379 and 410, foot 1.13, 2026-11).
    let isExact = ["XTerm", "foot"].contains { capabilities.name.hasPrefix($0) }
    return isExact ? .delta : .cells
  }
}
