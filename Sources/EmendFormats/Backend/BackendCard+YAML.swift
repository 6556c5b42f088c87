import Yams

extension BackendCard {
  /// Reads a card, as a person or emend wrote it.
  ///
  /// - Parameters:
  ///   - text: YAML, or JSON, which is YAML too.
  ///   - file: its name, for messages.
  /// - Throws: ``FormatError`` with each problem's line.
  public init(_ text: String, file: String) throws(FormatError) {
    var reader = YAMLReader(file: file)
    let entries = reader.entries(of: text)
    var fields = BackendFields()
    for entry in entries { fields.take(entry, &reader) }
    let card = fields.card(&reader)
    guard let card, reader.problems.isEmpty else {
      var list = ProblemList()
      for problem in reader.problems { list.add(problem) }
      throw FormatError(.content, list)
    }
    self = card
  }
}

/// What stands in a card, before it is known which kind it is of.
private struct BackendFields {
  private enum Kind: String, CaseIterable {
    case worker
    case labelStudio = "label-studio"
  }

  private var kind: Kind?
  private var words: [String]?
  private var address: String?
  private var program = WorkerProgram(words: [])
  private var server = LabelServer(address: "")
  private var purpose = BackendCard.Purpose.detect
  private var labels: [String] = []
  private var timeout = 60.0

  private static let keys = [
    "backend", "purpose", "labels", "timeout", "command", "folder", "files", "processes", "start",
    "options", "url", "send", "root", "batch", "connections", "config", "retries",
  ]

  mutating func take(_ entry: YAMLEntry, _ reader: inout YAMLReader) {
    let value = entry.value
    switch entry.key {
    case "backend": kind = reader.choice(value, of: Kind.self) ?? kind
    case "purpose": purpose = reader.choice(value, of: BackendCard.Purpose.self) ?? purpose
    case "labels": labels = reader.texts(value) ?? []
    case "timeout": timeout = reader.number(value, in: 0.1...86_400) ?? timeout
    default:
      guard takeProgram(entry, &reader) || takeServer(entry, &reader) else {
        let clause = Suggestion.clause(for: entry.key, among: Self.keys)
        reader.note(line: entry.line, "there is no key \"\(entry.key)\"\(clause)")
        return
      }
    }
  }

  private mutating func takeProgram(_ entry: YAMLEntry, _ reader: inout YAMLReader) -> Bool {
    let value = entry.value
    switch entry.key {
    case "command": words = words(value, &reader)
    case "folder": program.folder = reader.text(value)
    case "files": program.files = files(value, &reader)
    case "processes":
      program.processes = reader.integer(value, in: 1...256) ?? program.processes
    case "start":
      program.startTimeout = reader.number(value, in: 0.1...86_400) ?? program.startTimeout
    case "options": program.options = JSONValue(value)
    default: return false
    }
    return true
  }

  private mutating func takeServer(_ entry: YAMLEntry, _ reader: inout YAMLReader) -> Bool {
    let value = entry.value
    switch entry.key {
    case "url": address = reader.text(value)
    case "send":
      server.sending = reader.choice(value, of: LabelServer.Sending.self) ?? server.sending
    case "root": server.root = root(value, &reader) ?? server.root
    case "batch": server.batch = reader.integer(value, in: 1...1_000) ?? server.batch
    case "connections":
      server.connections = reader.integer(value, in: 1...256) ?? server.connections
    case "config": server.configuration = reader.text(value) ?? ""
    case "retries": server.retries = reader.integer(value, in: 0...100) ?? server.retries
    default: return false
    }
    return true
  }

  /// The card; nil, with a problem, where it is of no kind or lacks what its kind needs.
  func card(_ reader: inout YAMLReader) -> BackendCard? {
    var kind = kind
    if kind == nil { kind = address == nil ? .worker : .labelStudio }
    switch kind {
    case .worker:
      guard let words, !words.isEmpty else {
        reader.note(line: 1, "has no command; give the program, as `command: [python3, model.py]`")
        return nil
      }
      var program = program
      program.words = words
      return BackendCard(.worker(program), purpose: purpose, labels: labels, timeout: timeout)
    case .labelStudio, nil:
      guard let address, LabelServer.isAddress(address) else {
        reader.note(line: 1, "has no url that begins with http:// or https://; give the server's")
        return nil
      }
      var server = server
      server.address = LabelServer(address: address).address
      return BackendCard(.labelStudio(server), purpose: purpose, labels: labels, timeout: timeout)
    }
  }

  /// A list, because a text would need a shell's rules.
  private func words(_ value: Node, _ reader: inout YAMLReader) -> [String]? {
    guard value.sequence != nil else {
      reader.note(value, "must be a list of words: `command: [python3, model.py]`")
      return nil
    }
    return reader.texts(value)
  }

  private func root(_ value: Node, _ reader: inout YAMLReader) -> String? {
    guard let root = reader.text(value) else { return nil }
    guard root.hasPrefix("/") else {
      reader.note(value, "must be an absolute path")
      return nil
    }
    return root
  }

  private func files(_ value: Node, _ reader: inout YAMLReader) -> [WorkerProgram.File] {
    guard value.mapping != nil else {
      return (reader.texts(value) ?? []).map { WorkerProgram.File(path: $0) }
    }
    return reader.entries(of: value).map { entry in
      WorkerProgram.File(path: entry.key, digest: reader.text(entry.value))
    }
  }
}

extension LabelServer {
  /// Whether a text could be a server's address.
  public static func isAddress(_ text: String) -> Bool {
    text.hasPrefix("http://") || text.hasPrefix("https://")
  }
}
