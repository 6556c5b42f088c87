import EmendRaster
import EmendTerminal

/// How pictures reach the reviewer, in a tmux that may be attached to another terminal meanwhile.
///
/// tmux tells nothing of that but another size. So it is asked after each resize, and once more
/// when the terminal has told it what it can; and at a key after a while, because a terminal of
/// the same size has lost its images or never had them.
struct GraphicsOutlook {
  /// What there is to be done.
  enum Change {
    case none
    /// Another terminal, which shows pictures in the same way and holds none.
    case terminal
    case carrier(any PictureCarrier)
  }

  private let wish: GraphicsWish
  private let capabilities: TerminalCapabilities
  private let encoder: SixelEncoderKind
  private var client: TmuxClient?
  private(set) var kind: GraphicsKind
  /// When tmux is to be asked, in seconds, the next time first.
  private var plans: [Double] = []
  private var asked: Double

  /// tmux 3.3a and 3.5a had a terminal's answers 0.1 s after it was attached, on one machine
  /// (2026-11); a link may take longer.
  private static let settling = 1.0
  /// Asking takes 8 to 30 ms (two busy cores, 2026-11), which no key should wait for: it comes when
  /// the answer to the key is on its way, and not at each.
  private static let (pause, delay) = (3.0, 0.1)

  /// - Parameters:
  ///   - wish: only `auto` lets the way change.
  ///   - capabilities: what the terminal answered.
  ///   - encoder: who writes sixel bands.
  ///   - client: what the choice was made for.
  ///   - kind: that choice.
  ///   - time: in seconds, as for all that follow.
  init(
    _ wish: GraphicsWish, on capabilities: TerminalCapabilities, encoder: SixelEncoderKind,
    client: TmuxClient?, kind: GraphicsKind, at time: Double
  ) {
    (self.wish, self.capabilities, self.encoder) = (wish, capabilities, encoder)
    (self.client, self.kind, asked) = (client, kind, time)
    // It may have been attached a moment ago.
    if capabilities.isTmux { plans = [time + Self.settling] }
  }

  /// The window has another size, or the reviewer wants it drawn anew.
  mutating func terminalMayHaveChanged(at time: Double) {
    if capabilities.isTmux { plans = [time, time + Self.settling] }
  }

  mutating func keyPressed(at time: Double) {
    if capabilities.isTmux, plans.isEmpty, time > asked + Self.pause {
      plans = [time + Self.delay]
    }
  }

  /// Seconds until tmux is to be asked; nil for never.
  func patience(at time: Double) -> Double? { plans.first.map { max(0, $0 - time) } }

  /// Asks tmux, where that is due.
  mutating func look(at time: Double) -> Change {
    guard let next = plans.first, next <= time else { return .none }
    plans.removeFirst()
    let found = Tmux.client
    asked = time
    defer { client = found }
    guard let found, found != client else { return .none }
    // What was asked for once stays, where the new terminal cannot show it too.
    guard let choice = try? wish.choice(on: capabilities, behind: found), choice.kind != kind else {
      return found.process == client?.process ? .none : .terminal
    }
    kind = choice.kind
    return .carrier(PictureCarriers.carrier(kind, for: capabilities, encoder: encoder))
  }
}
