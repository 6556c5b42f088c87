extension Session {
  mutating func openHelp() {
    switch mode {
    case .edit(let draft): mode = .help(HelpPage(context: .edit, back: .edit(draft)))
    case .draw(let draft): mode = .help(HelpPage(context: .draw, back: .draw(draft)))
    case .mask(let draft): mode = .help(HelpPage(context: .mask, back: .mask(draft)))
    default: mode = .help(HelpPage(context: .review, back: .review))
    }
  }

  /// Scrolls the help with the usual keys; any other closes it.
  mutating func turn(_ page: HelpPage, _ key: Key) {
    var page = page
    let last = max(0, helpLines(for: page.context).count - layout.picture.rows + 2)
    switch key {
    case .down, .character("j"): page.top = min(last, page.top + 1)
    case .up, .character("k"): page.top = max(0, page.top - 1)
    case .pageDown, .character(" "): page.top = min(last, page.top + layout.picture.rows - 2)
    case .pageUp: page.top = max(0, page.top - layout.picture.rows + 2)
    default:
      mode = page.back.mode
      return
    }
    mode = .help(page)
  }

  /// One line a command that has a key in the context, in the table's order.
  func helpLines(for context: KeyContext) -> [(keys: String, summary: String)] {
    Command.allCases.compactMap { command in
      let keys = setting.keymap.keys(for: command, in: context)
      return keys.isEmpty ? nil : (keys.joined(separator: " "), command.summary)
    }
  }
}
