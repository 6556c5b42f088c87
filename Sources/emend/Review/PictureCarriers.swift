import EmendCore
import EmendRaster
import EmendTerminal
import Glibc

/// Makes what brings pictures to a terminal.
enum PictureCarriers {
  static func carrier(
    _ kind: GraphicsKind, for capabilities: TerminalCapabilities
  ) -> any PictureCarrier {
    switch kind {
    case .kitty: KittyCarrier(firstID: firstImage)
    case .sixel: SixelCarrier(limits: sixelLimits(of: capabilities))
    case .sextants: cells(.sextants, capabilities)
    case .quadrants: cells(.quadrants, capabilities)
    case .blocks: cells(.blocks, capabilities)
    }
  }

  private static func cells(
    _ symbols: CellSymbols, _ capabilities: TerminalCapabilities
  ) -> CellCarrier {
    CellCarrier(
      symbols: symbols, colours: capabilities.colours,
      lines: capabilities.isConsole ? .console : .unicode)
  }

  /// Another number for each process, because a terminal's images are shared by all in it.
  ///
  /// 24 bits at most, which a placeholder's colour can say.
  private static var firstImage: UInt32 { UInt32(truncatingIfNeeded: getpid() & 0xfff) << 12 | 1 }

  private static func sixelLimits(of capabilities: TerminalCapabilities) -> SixelLimits {
    var limits = SixelLimits(sendsWholeOnly: capabilities.isTmux)
    if let largest = capabilities.maximumGraphic {
      limits.imageSize = ImageSize(width: largest.width, height: largest.height)
    }
    // Only xterm forgets images; a terminal that does not say its name may be one.
    if !capabilities.name.isEmpty, !capabilities.name.hasPrefix("XTerm") {
      limits.imageCount = nil
    }
    return limits
  }
}
