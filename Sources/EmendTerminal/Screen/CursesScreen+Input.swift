import CNcurses
import EmendCore
import Glibc

extension CursesScreen {
  /// The next thing that the reviewer or the terminal did; nil when nothing waits.
  ///
  /// A loop asks until nil before it polls: keys that were typed ahead wait here and not in the
  /// descriptor. Blocks for 25 ms at most, when an escape has arrived and it is not yet clear
  /// whether it is the key or the start of a sequence.
  public mutating func nextEvent() -> TerminalInput? {
    while true {
      guard let token = nextToken() else { return closing() }
      if let event = event(for: token) { return event }
    }
  }

  private mutating func nextToken() -> InputToken? {
    if let (token, _) = tokenizer.next() { return token }
    readMore()
    if let (token, _) = tokenizer.next() { return token }
    guard tokenizer.isWaiting else { return nil }
    if !isClosed, TerminalFile.waitUntilReady(input, for: POLLIN, milliseconds: 25) {
      readMore()
      if let (token, _) = tokenizer.next() { return token }
    }
    return tokenizer.nextAfterPause()?.token
  }

  private mutating func readMore() {
    guard !isClosed else { return }
    guard let bytes = TerminalFile.readAvailable(from: input) else {
      isClosed = true
      return
    }
    tokenizer.append(bytes)
  }

  private func closing() -> TerminalInput? { isClosed ? .closed : nil }

  private mutating func event(for token: InputToken) -> TerminalInput? {
    if let mouse = token.mouseEvent(in: mouseUnit) { return .mouse(mouse) }
    if let answer = token.answer { return event(for: answer) }
    return token.key.map(TerminalInput.key)
  }

  /// The terminal's answer to what ``resize()`` asked; later than the resize by a round trip.
  private mutating func event(for answer: TerminalAnswer) -> TerminalInput? {
    if case .status = answer {
      openQuestions = max(0, openQuestions - 1)
      // An older answer says nothing of the picture that was written last.
      return openQuestions == 0 ? .caughtUp : nil
    }
    switch answer {
    case .cell, .window, .maximumGraphic: awaitsCell = false
    default: return nil
    }
    let window = TerminalFile.windowSize(of: output)
    let cell = TerminalCapabilities.cell(
      answers: [.version(capabilities.name), answer], window: window)
    guard cell.source == capabilities.cell.source, cell != capabilities.cell else { return nil }
    capabilities.cell = cell
    return .resized(size)
  }

  private var mouseUnit: MouseUnit {
    guard capabilities.hasPixelMouse else { return .cells }
    return .pixels(cellWidth: capabilities.cell.width, cellHeight: capabilities.cell.height)
  }
}
