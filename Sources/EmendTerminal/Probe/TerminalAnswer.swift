/// One answer to one of the probe's questions.
enum TerminalAnswer: Equatable, Sendable {
  /// DA1, `CSI ? … c`: numbers of features; 4 is sixel.
  case attributes([Int])
  /// XTSMGRAPHICS item 1, `CSI ? 1;0;n S`: how many colours an image may have.
  case registers(Int)
  /// XTSMGRAPHICS item 2, `CSI ? 2;0;w;h S`: how many pixels an image may have.
  case maximumGraphic(width: Int, height: Int)
  /// `CSI 6;h;w t`: the pixels of one cell.
  case cell(width: Int, height: Int)
  /// `CSI 4;h;w t`: the pixels of the window.
  case window(width: Int, height: Int)
  /// DECRQM, `CSI ? mode;state $ y`.
  case mode(Int, isKnown: Bool)
  /// XTVERSION, `DCS >| text ST`.
  case version(String)
  /// DSR, `CSI 0 n`: all is well, and everything before the question is worked through.
  case status
  /// `APC G i=31;OK ST`, or an error in place of `OK`.
  case kittyGraphics(Bool)
  /// An answer that says no, or something else than was asked.
  case refused
}

extension InputToken {
  /// The answer that the token is; nil when a person typed it.
  var answer: TerminalAnswer? {
    switch self {
    case .version(let bytes): .version(Self.printable(bytes))
    case .graphics(let bytes):
      .kittyGraphics(bytes.starts(with: "i=31".utf8) && bytes.reversed().starts(with: "KO;".utf8))
    case .sequence(let sequence): Self.answer(sequence)
    default: nil
    }
  }

  private static func answer(_ sequence: ControlSequence) -> TerminalAnswer? {
    let parameters = sequence.parameters
    switch (sequence.prefix, sequence.final) {
    case (UInt8(ascii: "?"), UInt8(ascii: "c")): return .attributes(parameters)
    case (UInt8(ascii: "?"), UInt8(ascii: "S")): return graphics(parameters)
    case (nil, UInt8(ascii: "t")): return size(parameters)
    // 3 is a malfunction, which changes nothing here.
    case (nil, UInt8(ascii: "n")): return .status
    case (UInt8(ascii: "?"), UInt8(ascii: "y")):
      guard parameters.count == 2 else { return .refused }
      // 1 set, 2 reset; 0 unknown, 3 and 4 cannot be changed.
      return .mode(parameters[0], isKnown: parameters[1] == 1 || parameters[1] == 2)
    default: return nil
    }
  }

  /// `item;status;value…`; any status but 0 is a failure.
  private static func graphics(_ parameters: [Int]) -> TerminalAnswer {
    guard parameters.count >= 3, parameters[1] == 0 else { return .refused }
    if parameters[0] == 1 { return .registers(parameters[2]) }
    guard parameters[0] == 2, parameters.count == 4 else { return .refused }
    return .maximumGraphic(width: parameters[2], height: parameters[3])
  }

  private static func size(_ parameters: [Int]) -> TerminalAnswer {
    guard parameters.count == 3 else { return .refused }
    return switch parameters[0] {
    case 4: .window(width: parameters[2], height: parameters[1])
    case 6: .cell(width: parameters[2], height: parameters[1])
    default: .refused
    }
  }

  /// A terminal's name goes to the screen, so it holds no controls.
  private static func printable(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.filter { (0x20...0x7e).contains($0) }, as: UTF8.self)
  }
}
