/// What a progress bar says, as a value.
struct ProgressLine: Equatable, Sendable {
  /// What is being done, such as "predict".
  var label: String
  var done: Int
  /// Nil when nobody knows how many there are.
  var total: Int?
  /// What is counted, such as "images"; empty where nothing is, and the seconds are shown.
  var unit: String
  /// Since the start.
  var seconds: Double

  /// One line of at most `columns` cells, without a line feed.
  ///
  /// What has no room is left out, least important first: the bar, the time left, the rate, the
  /// label; at last the count is cut.
  func text(columns: Int) -> String {
    let parts = [label, count, rate, timeLeft]
    let room = columns - Self.joined(parts).count - 2
    if total != nil, room >= 10 {
      return Self.joined([label, bar(columns: min(room, 30)), count, rate, timeLeft])
    }
    let shorter = [parts, [label, count, rate, ""], [label, count, "", ""], ["", count, "", ""]]
    let fitting = shorter.map(Self.joined).first { $0.count <= columns }
    return fitting ?? String(count.prefix(max(0, columns)))
  }

  private static func joined(_ parts: [String]) -> String {
    parts.filter { !$0.isEmpty }.joined(separator: "  ")
  }

  private var count: String {
    if let total { return "\(done)/\(total) \(unit)" }
    return unit.isEmpty ? "\(Int(seconds)) s" : "\(done) \(unit)"
  }

  private var perSecond: Double { seconds > 0 ? Double(done) / seconds : 0 }

  private var rate: String {
    guard perSecond > 0 else { return "" }
    let tenths = Int((perSecond * 10).rounded())
    return tenths >= 1000 ? "\(tenths / 10)/s" : "\(tenths / 10).\(tenths % 10)/s"
  }

  private var timeLeft: String {
    guard let total, perSecond > 0, done < total else { return "" }
    return Self.duration(seconds: Double(total - done) / perSecond) + " left"
  }

  private func bar(columns: Int) -> String {
    let share = total.map { $0 > 0 ? min(1, Double(done) / Double($0)) : 1 } ?? 0
    let inside = columns - 2
    let filled = Int(share * Double(inside))
    return "[" + String(repeating: "#", count: filled)
      + String(repeating: "-", count: inside - filled) + "]"
  }

  /// `7 s`, `3 min 20 s`, `2 h 5 min`; rounded up, so that it never says 0 before the end.
  static func duration(seconds: Double) -> String {
    // More than a year is no estimate.
    let whole = Int(min(seconds, 31_536_000).rounded(.up))
    if whole < 60 { return "\(whole) s" }
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole / 60 % 60) min"
  }
}
