import Yams

/// One `key: value` of a YAML mapping.
struct YAMLEntry {
  var key: String
  var line: Int
  var value: Node

  /// Whether nothing follows the colon.
  var hasNoValue: Bool { value.isEmpty }
}

/// Reads a user's YAML file node by node, and goes on after each problem.
///
/// Every method gives nil, or nothing, where it has noted a problem.
struct YAMLReader {
  let file: String
  private(set) var problems: [Problem] = []

  init(file: String) { self.file = file }

  /// The entries of the outermost mapping; none for a file of nothing but comments.
  mutating func entries(of text: String) -> [YAMLEntry] {
    do {
      guard let root = try compose(yaml: text) else { return [] }
      if root.isEmpty { return [] }
      return entries(of: root)
    } catch let error as YamlError {
      note(error)
    } catch {
      problems.append(Problem(file: file, sentence: "cannot be read as YAML: \(error)"))
    }
    return []
  }

  /// The entries of a mapping.
  mutating func entries(of node: Node) -> [YAMLEntry] {
    guard case .mapping(let mapping) = node else {
      note(node, "must be `name: value` lines")
      return []
    }
    return mapping.compactMap { key, value in
      guard case .scalar(let scalar) = key else {
        note(key, "a name was expected here")
        return nil
      }
      return YAMLEntry(key: scalar.string, line: line(of: key), value: value)
    }
  }

  mutating func text(_ node: Node) -> String? {
    guard case .scalar(let scalar) = node else {
      note(node, "must be text")
      return nil
    }
    return scalar.isNull ? "" : scalar.string
  }

  mutating func texts(_ node: Node) -> [String]? {
    guard case .sequence(let nodes) = node else { return text(node).map { [$0] } }
    let texts = nodes.compactMap { text($0) }
    return texts.count == nodes.count ? texts : nil
  }

  mutating func number(_ node: Node, in range: ClosedRange<Double>) -> Double? {
    guard let value = node.scalar.flatMap({ Double($0.string) }), range.contains(value) else {
      let (low, high) = (range.lowerBound, range.upperBound)
      note(
        node,
        "must be a number from \(DecimalText.shortest(low)) to \(DecimalText.shortest(high))")
      return nil
    }
    return value
  }

  mutating func integer(_ node: Node, in range: ClosedRange<Int>) -> Int? {
    guard let value = node.scalar.flatMap({ Int($0.string) }), range.contains(value) else {
      note(node, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return value
  }

  mutating func flag(_ node: Node) -> Bool? {
    switch node.scalar?.string {
    case "true": return true
    case "false": return false
    default:
      note(node, "must be true or false")
      return nil
    }
  }

  /// The case that the node names.
  mutating func choice<Choice: CaseIterable & RawRepresentable<String>>(
    _ node: Node, of type: Choice.Type
  ) -> Choice? {
    let words = type.allCases.map(\.rawValue)
    guard let word = text(node) else { return nil }
    guard let choice = Choice(rawValue: word) else {
      let clause = Suggestion.clause(for: word, among: words)
      note(node, "is \"\(word)\", and must be one of \(words.joined(separator: ", "))\(clause)")
      return nil
    }
    return choice
  }

  func line(of node: Node) -> Int { node.mark?.line ?? 1 }

  mutating func note(_ node: Node, _ sentence: String) { note(line: line(of: node), sentence) }

  mutating func note(line: Int, _ sentence: String) {
    problems.append(Problem(file: file, place: .line(line), sentence: sentence))
  }

  private mutating func note(_ error: YamlError) {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      note(line: mark.line, "is not YAML: \(problem)")
    case .duplicatedKeysInMapping(let duplicates, let context):
      let names = duplicates.map { "\"\($0)\"" }.joined(separator: ", ")
      note(line: max(context.mark.line, 1), "\(names) stands twice; remove one of them")
    case .reader(let problem, let offset, _, let text):
      let read = text.utf8.prefix(offset ?? 0)
      note(line: read.count { $0 == 0x0a } + 1, "is not YAML: \(problem)")
    default: problems.append(Problem(file: file, sentence: "cannot be read as YAML: \(error)"))
    }
  }
}

extension Node {
  /// Whether it is a value that was left out.
  fileprivate var isEmpty: Bool { scalar?.isNull ?? false }
}

extension Node.Scalar {
  fileprivate var isNull: Bool { style == .plain && ["", "~", "null"].contains(string) }
}
