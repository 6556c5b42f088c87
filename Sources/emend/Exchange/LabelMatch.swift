import EmendCore
import EmendFormats

/// A file's labels in the project's list, matched by name.
struct LabelMatch {
  /// Those that the project does not have, with the indices after its last.
  private(set) var added: [Label] = []
  /// What the file says of each beyond its name.
  private(set) var extras: [LabelID: String] = [:]
  private(set) var problems: [String] = []
  private var byForeign: [LabelID: LabelID] = [:]
  private let known: Set<LabelID>

  init(_ foreign: [DatasetLabel], in labels: [Label]) {
    known = Set(labels.map(\.id))
    var byName = Dictionary(
      labels.map { ($0.name, $0.id) }, uniquingKeysWith: { first, _ in first })
    var seen: Set<String> = []
    for label in foreign {
      let name = SafeText.display(label.name)
      if label.name.isEmpty { problems.append("a label has no name; give it one") }
      if !seen.insert(label.name).inserted {
        problems.append("two labels are called \(name); a project has each name once")
      }
      let id = byName[label.name] ?? LabelID(labels.count + added.count)
      if byName.updateValue(id, forKey: label.name) == nil {
        added.append(Label(id: id, name: label.name))
      }
      byForeign[label.id] = id
      extras[id] = label.extras
    }
  }

  /// The project's label for one of the file's.
  func label(of foreign: LabelID) -> LabelID? { byForeign[foreign] }

  /// Whether the project had the label before.
  func isKnown(_ label: LabelID) -> Bool { known.contains(label) }

  /// Whether the project had any of the file's labels before.
  var hasKnown: Bool { byForeign.values.contains { known.contains($0) } }

  /// The sentence about labels that the project does not have; nil when it has all.
  var refusal: String? {
    guard !added.isEmpty else { return nil }
    let names = added.map { SafeText.display($0.name) }.joined(separator: ", ")
    return "the project has no label \(names); add what is new to its list by --add-labels, or "
      + "rename it in the file"
  }
}
