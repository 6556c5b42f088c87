import EmendFormats

/// What stops an import, gathered so that one run shows all of it.
struct ImportProblems {
  private static let limit = 20
  private var first: [String] = []
  private var count = 0

  mutating func add(_ problem: Problem) { add(problem.description) }

  mutating func add(_ sentence: String) {
    count += 1
    if first.count < Self.limit { first.append(sentence) }
  }

  /// - Throws: ``CommandFailure`` with a line for each problem.
  func check() throws {
    guard count > 0 else { return }
    var lines = first
    if count > first.count { lines.append("and \(count - first.count) more") }
    throw CommandFailure((lines + ["Nothing was imported."]).joined(separator: "\n"))
  }
}
