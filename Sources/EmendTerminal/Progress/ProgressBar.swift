public import EmendCore
import Glibc

/// A progress bar on standard error, for commands that print line by line.
///
/// Silent when standard error is no terminal. It changes no mode of the terminal and always leaves
/// the cursor on the line that it will write over, so ctrl+c may come at any moment. Leaving scope
/// takes the bar away. (Not called Progress, which Foundation has.)
public struct ProgressBar: ~Copyable {
  private let terminal: Int32?
  private let clock: () -> Double
  private let start: Double
  private var line: ProgressLine
  private var lastShown: Double?

  /// Starts counting; nothing shows before the first ``advance(by:)``.
  ///
  /// - Parameters:
  ///   - label: what is being done, such as "predict".
  ///   - total: how many there are; nil when nobody knows.
  ///   - unit: what is counted, such as "images".
  ///   - output: where it shows, if that is a terminal.
  ///   - clock: seconds of a clock that only goes forward.
  public init(
    _ label: String, total: Int?, unit: String, output: Int32 = 2,
    clock: @escaping () -> Double = Self.monotonicSeconds
  ) {
    terminal = isatty(output) == 1 ? output : nil
    self.clock = clock
    start = clock()
    line = ProgressLine(label: label, done: 0, total: total, unit: unit, seconds: 0)
  }

  /// Starts the clock of work whose parts are not known yet.
  public init(
    _ label: String, output: Int32 = 2, clock: @escaping () -> Double = Self.monotonicSeconds
  ) {
    self.init(label, total: nil, unit: "", output: output, clock: clock)
  }

  deinit { clear() }

  /// Shows how far the work is; of nil only how long it has taken so far.
  public mutating func reach(_ work: WorkDone?) {
    (line.done, line.total, line.unit) = (work?.done ?? 0, work?.total, work?.unit ?? "")
    lastShown = clock()
    line.seconds = clock() - start
    show()
  }

  /// Counts what was done, and shows it at most ten times a second.
  public mutating func advance(by count: Int = 1) {
    line.done += count
    let now = clock()
    let isLast = line.done == line.total
    if let lastShown, !isLast, now - lastShown < 0.1 { return }
    lastShown = now
    line.seconds = now - start
    show()
  }

  /// Prints a line above the bar, such as a problem with one file.
  ///
  /// Where standard error is no terminal the line is printed all the same. Control characters are
  /// the caller's to take out.
  public func print(_ text: String, to output: Int32 = 2) {
    clear()
    put(text + "\n", to: output)
    if lastShown != nil { show() }
  }

  /// Seconds since the machine started.
  ///
  /// The corresponding C function is `clock_gettime` with `CLOCK_MONOTONIC`.
  public static func monotonicSeconds() -> Double {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
  }

  private func show() {
    guard let terminal else { return }
    let window = TerminalFile.windowSize(of: terminal)
    // One cell stays free: a line that fills the row would wrap, and the next would be below it.
    let columns = (window.columns > 0 ? window.columns : 80) - 1
    put("\r" + line.text(columns: columns) + "\u{1b}[K", to: terminal)
  }

  private func clear() {
    guard let terminal, lastShown != nil else { return }
    put("\r\u{1b}[K", to: terminal)
  }

  private func put(_ text: String, to output: Int32) {
    // A bar that cannot be shown is no reason to stop the work.
    try? TerminalFile.write(Array(text.utf8), to: output)
  }
}
