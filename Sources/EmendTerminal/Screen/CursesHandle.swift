import CNcurses
import Glibc

/// What ncurses keeps for one terminal, opened and not yet in full-screen mode.
struct CursesHandle {
  private let screen: OpaquePointer
  private let input: UnsafeMutablePointer<FILE>
  private let output: UnsafeMutablePointer<FILE>

  /// Opens a screen of the type that `TERM` names, on copies of the descriptors.
  ///
  /// The corresponding C function is `newterm`.
  static func open(input: Int32, output: Int32) throws(TerminalError) -> CursesHandle {
    let files = (fdopen(dup(input), "r"), fdopen(dup(output), "w"))
    guard let inputFile = files.0, let outputFile = files.1 else {
      throw TerminalError(
        code: .lost, message: "the terminal cannot be opened again; close other programs",
        cause: .init(name: "fdopen", errno: errno))
    }
    let screen = newterm(nil, outputFile, inputFile)
    guard let screen, em_has_string("cup") != 0 else {
      if let screen { CursesHandle(screen: screen, input: inputFile, output: outputFile).close() }
      throw TerminalError(
        code: .unknownType,
        message: "terminfo on this machine does not know the terminal's type, or cannot place "
          + "text on it; set TERM to a type that it knows, such as xterm-256color")
    }
    return CursesHandle(screen: screen, input: inputFile, output: outputFile)
  }

  /// Puts the terminal back and frees the screen.
  ///
  /// The corresponding C functions are `endwin` and `delscreen`.
  func close() {
    endwin()
    delscreen(screen)
    fclose(input)
    fclose(output)
  }
}
