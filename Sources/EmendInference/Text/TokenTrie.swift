/// Texts with a number each, to walk byte by byte.
struct TokenTrie: Sendable {
  static let root = 0

  /// The node after a node and a byte.
  private var steps: [Int: Int32] = [:]
  /// The number of the text that ends at a node, or -1.
  private var values: [Int32] = [-1]

  /// Gives `text` a number, in place of any that it has.
  mutating func insert(_ text: some Sequence<UInt8>, _ value: Int) {
    var node = Self.root
    for byte in text {
      if let next = step(from: node, byte) {
        node = next
      } else {
        steps[node << 8 | Int(byte)] = Int32(values.count)
        node = values.count
        values.append(-1)
      }
    }
    values[node] = Int32(value)
  }

  func step(from node: Int, _ byte: UInt8) -> Int? { steps[node << 8 | Int(byte)].map(Int.init) }

  /// The number of the text that ends at `node`.
  func value(at node: Int) -> Int? { values[node] < 0 ? nil : Int(values[node]) }

  /// The number of `text`.
  func value(of text: some Sequence<UInt8>) -> Int? {
    node(after: text).flatMap { value(at: $0) }
  }

  /// Where the walk along `text` ends; nil where no text begins so.
  func node(after text: some Sequence<UInt8>) -> Int? {
    var node = Self.root
    for byte in text {
      guard let next = step(from: node, byte) else { return nil }
      node = next
    }
    return node
  }

  /// The longest text from `start` on, as its end and number.
  func longest(
    in bytes: [UInt8], from start: Int, after first: Int = root
  ) -> (end: Int, value: Int)? {
    var found: (end: Int, value: Int)?
    var node = first
    for place in start..<bytes.count {
      guard let next = step(from: node, bytes[place]) else { break }
      node = next
      if let value = value(at: node) { found = (place + 1, value) }
    }
    return found
  }
}
