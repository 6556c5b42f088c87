extension Keymap {
  /// The table of every command for the manual's page Commands, in Markdown.
  ///
  /// One row a command in the order of ``Command``, with its keys in each ``KeyContext``; it ends
  /// with a line feed.
  public var manual: String {
    let contexts = KeyContext.allCases
    let heading = ["command", "what it does"] + contexts.map(\.rawValue)
    let rows = Command.allCases.map { command in
      [Self.code(command.rawValue), command.summary]
        + contexts.map { keys(for: command, in: $0).map(Self.code).joined(separator: " ") }
    }
    let rule = heading.map { _ in "---" }
    return ([heading, rule] + rows).map(Self.line).joined()
  }

  private static func line(_ cells: [String]) -> String {
    "| " + cells.joined(separator: " | ") + " |\n"
  }

  /// A bar would end the table's cell, and one backtick would end the code.
  private static func code(_ text: String) -> String {
    let safe = text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    return text.contains("`") ? "`` \(safe) ``" : "`\(safe)`"
  }
}
