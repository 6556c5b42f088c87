extension Session {
  /// Does what a typed line asks for: a command's name, or one of these with a word after it.
  ///
  /// `threshold 0.4`, `label dent`, `label-image dent`, `filter dent open`, `transcribe TEXT`,
  /// `comment TEXT`.
  mutating func run(_ line: String, at time: Timestamp) -> [Effect] {
    let words = line.split(separator: " ", maxSplits: 1).map(String.init)
    guard let name = words.first else { return [] }
    let rest = words.count > 1 ? words[1] : ""
    switch name {
    case "threshold":
      guard let value = Double(rest), (0...1).contains(value) else {
        return complain("threshold takes a number from 0 to 1, as in `threshold 0.4`")
      }
      setThreshold(value, at: time)
      return []
    case "label":
      guard let label = setting.offered.first(where: { $0.name == rest }) else {
        return complain("no label is called \(rest); l lists them")
      }
      return give(label.id, at: time)
    case "label-image" where !rest.isEmpty: return labelImage(rest, at: time)
    case "filter":
      setFilter(rest, at: time)
      return []
    case "transcribe" where !rest.isEmpty: return transcribe(rest, at: time)
    case "comment" where !rest.isEmpty: return comment(rest, at: time)
    case "q": return perform(.quit, at: time)
    default:
      guard let command = Command(rawValue: name) else {
        return complain("no command is called \(name); ? lists them")
      }
      return perform(command, at: time)
    }
  }
}
