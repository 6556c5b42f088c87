/// A value as Python's `repr` or JSON writes it.
///
/// Ultralytics keeps its metadata in the first form, Hugging Face and timm their files in the
/// second.
enum Literal: Equatable {
  case none
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  /// A list or a tuple.
  case list([Literal])
  /// The pairs in their order.
  case dictionary([Pair])

  struct Pair: Equatable {
    var key: Literal
    var value: Literal
  }

  /// It is nil where `text` is not one whole literal.
  init?(_ text: String) {
    var reader = LiteralReader(text)
    guard let value = reader.whole() else { return nil }
    self = value
  }

  var integer: Int? {
    guard case .integer(let value) = self else { return nil }
    return value
  }

  /// A number, whole or not.
  var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value.isFinite ? value : nil
    default: nil
    }
  }

  var string: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  var list: [Literal]? {
    guard case .list(let values) = self else { return nil }
    return values
  }

  /// Whether Python would call it true.
  var isTruthy: Bool {
    switch self {
    case .none: false
    case .bool(let value): value
    case .integer(let value): value != 0
    case .number(let value): value != 0
    case .string(let value): !value.isEmpty
    case .list(let values): !values.isEmpty
    case .dictionary(let pairs): !pairs.isEmpty
    }
  }

  /// The value under a key that is a string.
  subscript(_ key: String) -> Literal? {
    guard case .dictionary(let pairs) = self else { return nil }
    return pairs.last { $0.key == .string(key) }?.value
  }
}
