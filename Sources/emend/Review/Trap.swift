#if DEBUG
import EmendTerminal
import Glibc

/// A way for the review to die, so that a test can see that the terminal is put back.
///
/// EMEND_TRAP names one, and it happens at the first key; only a debug build knows them.
enum Trap: String {
  /// An index out of range on the main thread.
  case trap
  /// A recursion without an end.
  case stack
  /// A trap while a picture is on its way to the terminal.
  case picture
  /// A trap on another thread.
  case worker
  /// A loop without an end, once "stuck now" is on the screen: only a second request ends the
  /// program.
  case stuck

  static func spring() {
    guard let name = Environment["EMEND_TRAP"], let trap = Trap(rawValue: name) else { return }
    switch trap {
    case .trap: fall()
    case .stack: print(depth(below: 0))
    case .picture:
      let half: StaticString = "\u{1b}Pq\"1;1;10;6#1;2;50;0;0#1~~~"
      _ = write(STDOUT_FILENO, half.utf8Start, half.utf8CodeUnitCount)
      fall()
    case .worker: Worker(name: "trap") { fall() }.join()
    case .stuck:
      let sign: StaticString = "\u{1b}7\u{1b}[1;1Hstuck now\u{1b}8"
      _ = write(STDOUT_FILENO, sign.utf8Start, sign.utf8CodeUnitCount)
      while true {}
    }
  }

  private static func fall() {
    let none: [Int] = []
    print(none[none.count])
  }

  private static func depth(below level: Int) -> Int {
    level < 0 ? level : depth(below: level + 1) + 1
  }
}
#endif
