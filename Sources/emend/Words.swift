/// Numbers and names in sentences.
enum Words {
  /// "1 image", "1,240 images".
  static func count(_ number: Int, _ noun: String) -> String {
    "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
  }

  /// "scratch, dent and 78 more": what a file names may be thousands, and each of any length.
  static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).map { $0.count > 40 ? $0.prefix(39) + "…" : $0 }
    let more = names.count - shown.count
    return shown.joined(separator: ", ") + (more > 0 ? " and \(grouped(more)) more" : "")
  }

  /// With a comma between thousands.
  static func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(abs(number)).reversed().enumerated() {
      if index > 0, index % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (number < 0 ? "-" : "") + String(text.reversed())
  }
}
