/// A value as Python's `repr` writes it; Ultralytics keeps its metadata in this form.
enum PythonLiteral: Equatable {
  case none
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  /// A list or a tuple.
  case list([PythonLiteral])
  /// The pairs in their order.
  case dictionary([Pair])

  struct Pair: Equatable {
    var key: PythonLiteral
    var value: PythonLiteral
  }

  /// It is nil where `text` is not one whole literal.
  init?(_ text: String) {
    var reader = PythonLiteralReader(text)
    guard let value = reader.whole() else { return nil }
    self = value
  }

  var integer: Int? {
    guard case .integer(let value) = self else { return nil }
    return value
  }

  var string: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  var list: [PythonLiteral]? {
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
  subscript(_ key: String) -> PythonLiteral? {
    guard case .dictionary(let pairs) = self else { return nil }
    return pairs.last { $0.key == .string(key) }?.value
  }
}
