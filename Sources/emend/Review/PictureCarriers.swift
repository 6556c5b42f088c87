import EmendCore
import EmendRaster
import EmendTerminal
import Foundation
import Glibc

/// Makes what brings pictures to a terminal.
enum PictureCarriers {
  static func carrier(
    _ kind: GraphicsKind, for capabilities: TerminalCapabilities, encoder: SixelEncoderKind = .own
  ) -> any PictureCarrier {
    switch kind {
    case .kitty where capabilities.isTmux: KittyPlaceholderCarrier(firstID: firstImage)
    case .kitty: KittyCarrier(firstID: firstImage)
    case .sixel: sixel(capabilities, encoder)
    case .iterm: ITermCarrier()
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

  private static func sixel(
    _ capabilities: TerminalCapabilities, _ encoder: SixelEncoderKind
  ) -> SixelCarrier {
    SixelCarrier(limits: sixelLimits(of: capabilities), encoder: encoder) { count, body in
      DispatchQueue.concurrentPerform(iterations: count, execute: body)
    }
  }

  private static func sixelLimits(of capabilities: TerminalCapabilities) -> SixelLimits {
    var limits = SixelLimits(mode: mode(of: capabilities))
    if let largest = capabilities.maximumGraphic {
      limits.imageSize = ImageSize(width: largest.width, height: largest.height)
    }
    // Only xterm forgets images; a terminal that does not say its name may be one.
    if !capabilities.name.isEmpty, !capabilities.name.hasPrefix("XTerm") {
      limits.imageCount = nil
    }
    return limits
  }

  private static func mode(of capabilities: TerminalCapabilities) -> SixelMode {
    // zellij and screen draw the terminal themselves, as tmux does, and keep few images or none.
    let isWithinAnother = ["ZELLIJ", "STY"].contains { Environment[$0] != nil }
    if capabilities.isTmux || isWithinAnother { return .whole }
    // The two whose screens were compared pixel by pixel (xterm 379 and 410, foot 1.13, 2026-11).
    let isExact = ["XTerm", "foot"].contains { capabilities.name.hasPrefix($0) }
    return isExact ? .delta : .cells
  }
}

extension GraphicsKind {
  /// The details of a picture that differ in bytes, the least first.
  var details: [PictureDetail] {
    switch self {
    case .kitty, .sixel: PictureDetail.allCases
    // A JPEG has no palette to make smaller.
    case .iterm: PictureDetail.allCases.filter { $0 != .fewColours }
    case .sextants, .quadrants, .blocks: [.full]
    }
  }
}
