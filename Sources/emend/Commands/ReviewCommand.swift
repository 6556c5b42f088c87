import ArgumentParser
import EmendCore
import EmendRaster

struct ReviewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "review", abstract: "Go through the queue and decide.",
    discussion: """
      Opens where you left off. Every decision is on disk when the screen shows it; there is \
      nothing to save. ? lists the keys.

      Example: emend review
      """)

  @OptionGroup var options: ProjectOptions
  @Option(help: "How to draw: auto, \(GraphicsWish.names).")
  var graphics = GraphicsWish.auto
  @Option(help: "Who writes sixel: own or libsixel.")
  var encoder = SixelEncoderKind.own
  @Option(help: "A keymap in Keymaps/, without its ending; else emend.yaml's.")
  var keymap: String?
  @Option(help: "A theme in Themes/, without its ending; else emend.yaml's.")
  var theme: String?
  @Option(help: "Show predictions from this score on, 0 to 1; else emend.yaml's.")
  var threshold: Double?

  func validate() throws {
    if let threshold, !(0...1).contains(threshold) {
      throw ValidationError("--threshold takes a number from 0 to 1, got \(threshold)")
    }
  }

  func run() throws {
    let looks = Looks(keymap: keymap, theme: theme)
    try ReviewStart(
      opened: try options.open(), looks: looks, graphics: graphics, encoder: encoder,
      threshold: threshold
    ).run()
  }
}
