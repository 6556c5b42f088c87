import Glibc
import Synchronization

/// Ctrl-C in a command that works through many things: it stops after the one at hand.
enum Interrupt {
  private static let asked = Atomic<Bool>(false)

  static var wasAsked: Bool { asked.load(ordering: .relaxed) }

  /// From now on the first SIGINT or SIGTERM is noted; a second one ends the program at once.
  static func watch() {
    for number in [SIGINT, SIGTERM] {
      signal(number) { number in
        Interrupt.asked.store(true, ordering: .relaxed)
        signal(number, SIG_DFL)
      }
    }
  }
}
