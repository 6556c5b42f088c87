/// Where a key is pressed; each has keys of its own.
public enum KeyContext: String, CaseIterable, Hashable, Sendable {
  case review
  case edit
  case draw
  case mask
}

/// Key sequences bound to commands, one trie a context.
public struct Keymap: Equatable, Sendable {
  indirect enum Node: Equatable, Sendable {
    case command(Command)
    case prefix([Key: Node])
  }

  /// What a sequence typed so far means.
  public enum Match: Equatable, Sendable {
    case command(Command)
    /// The beginning of a longer sequence.
    case pending
    case unbound
  }

  /// One line of a keymap.
  public struct Binding: Hashable, Sendable {
    public var context: KeyContext
    public var keys: [Key]
    public var command: Command

    public init(context: KeyContext, keys: [Key], command: Command) {
      self.context = context
      self.keys = keys
      self.command = command
    }

    /// As a keymap writes it: `]u`, `ctrl+r`, and with blanks where a key has a name: `g tab`.
    public var keyText: String {
      let names = keys.map(\.description)
      return names.joined(separator: names.allSatisfy { $0.count == 1 } ? "" : " ")
    }
  }

  /// In the order in which they were bound.
  public private(set) var bindings: [Binding] = []
  private var roots: [KeyContext: [Key: Node]] = [:]

  public init() {}

  /// Binds the keys to the command, replacing whatever they meant before.
  public mutating func bind(_ binding: Binding) {
    bindings.removeAll { $0.context == binding.context && $0.keys == binding.keys }
    bindings.append(binding)
    Self.insert(binding.keys[...], binding.command, into: &roots[binding.context, default: [:]])
  }

  /// What `keys`, typed one after the other, mean so far.
  ///
  /// - Complexity: O(keys)
  public func match(_ keys: [Key], in context: KeyContext) -> Match {
    var level = roots[context] ?? [:]
    for (index, key) in keys.enumerated() {
      switch level[key] {
      case nil: return .unbound
      case .command(let command):
        return index == keys.count - 1 ? .command(command) : .unbound
      case .prefix(let next): level = next
      }
    }
    return .pending
  }

  /// The keys of a command, first bound first.
  public func keys(for command: Command, in context: KeyContext) -> [String] {
    bindings.filter { $0.context == context && $0.command == command }.map(\.keyText)
  }

  private static func insert(
    _ keys: ArraySlice<Key>, _ command: Command, into level: inout [Key: Node]
  ) {
    guard let first = keys.first else { return }
    if keys.count == 1 {
      level[first] = .command(command)
      return
    }
    var next: [Key: Node] = [:]
    if case .prefix(let existing) = level[first] { next = existing }
    insert(keys.dropFirst(), command, into: &next)
    level[first] = .prefix(next)
  }
}
