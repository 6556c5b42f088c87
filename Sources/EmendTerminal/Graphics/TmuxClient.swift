/// What tmux says of the terminal that it is attached to.
///
/// tmux asks that terminal itself, when it is attached; a program in tmux has no other way to know
/// of it.
public struct TmuxClient: Equatable, Sendable {
  /// The tmux format (`display-message -p`) that ``init(_:)`` reads.
  public static let format =
    "#{client_pid};#{allow-passthrough};#{client_termfeatures};#{client_termtype}"

  /// The process that was attached: another one may be in another terminal.
  public var process: Int
  /// The answer to XTVERSION; empty until the terminal has answered, as some never do.
  public var name: String
  /// Whether its features (DA1) name sixel, or tmux was told that it has it.
  public var hasSixel: Bool
  /// Whether tmux hands sequences on to it (`allow-passthrough`, from 3.3 on).
  public var passesOn: Bool

  /// Nil where no terminal is attached, and for what is no answer to ``format``.
  ///
  /// - Parameter line: tmux's answer.
  public init?(_ line: String) {
    let parts = line.split(separator: ";", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 4, let process = Int(parts[0]) else { return nil }
    self.process = process
    // A number in tmux 3.3, a word from 3.4 on.
    passesOn = ["1", "2", "on", "all"].contains(parts[1])
    hasSixel = parts[2].split(separator: ",").contains("sixel")
    name = String(parts[3])
  }
}

extension TerminalCapabilities {
  /// Takes in what is known of the terminal behind tmux; nil leaves what tmux itself answered.
  ///
  /// tmux 3.4 and newer answers that it has sixel wherever it was built with it, and shows a text,
  /// `SIXEL IMAGE`, in a terminal without.
  public mutating func note(_ client: TmuxClient?) {
    guard isTmux, let client else { return }
    let knowsPlaceholders = Self.knowsPlaceholders(client.name)
    hasPlaceholders = client.passesOn && knowsPlaceholders
    if knowsPlaceholders, !client.passesOn {
      tmuxObstacle = "`tmux set -g allow-passthrough on` lets kitty's graphics through"
    } else if hasSixel, !client.hasSixel {
      tmuxObstacle = "tmux could show sixel, in a terminal that has it"
    }
    hasSixel = hasSixel && client.hasSixel
  }
}
