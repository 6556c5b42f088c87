import EmendCore
import Yams

extension JSONValue {
  /// The value of a YAML text, for keys that another reader knows.
  ///
  /// - Parameters:
  ///   - yaml: one mapping; nothing but comments is an empty one.
  ///   - file: its name, for the sentences.
  /// - Throws: ``FormatError`` of code `syntax` or `content`, with lines.
  public init(yaml: String, file: String) throws(FormatError) {
    var reader = YAMLReader(file: file)
    let entries = reader.entries(of: yaml)
    if let problem = reader.problems.first { throw FormatError(.syntax, problem) }
    self = .object(entries.map { Member($0.key, JSONValue($0.value)) })
  }

  init(_ node: Node) {
    switch node {
    case .mapping(let mapping):
      self = .object(mapping.map { Member($0.string ?? "", JSONValue($1)) })
    case .sequence(let nodes): self = .array(nodes.map { JSONValue($0) })
    case .scalar(let scalar): self = .init(scalar)
    case .alias: self = .null
    }
  }

  /// A quoted word is text, whatever it spells.
  private init(_ scalar: Node.Scalar) {
    guard scalar.style == .plain else {
      self = .string(scalar.string)
      return
    }
    switch scalar.string {
    case "true": self = .bool(true)
    case "false": self = .bool(false)
    case "", "~", "null": self = .null
    default:
      if let whole = Int(scalar.string) {
        self = .number(whole)
      } else if let value = Double(scalar.string), value.isFinite {
        self = .number(value)
      } else {
        self = .string(scalar.string)
      }
    }
  }
}
