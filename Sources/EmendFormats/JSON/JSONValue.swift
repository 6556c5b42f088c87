/// A JSON text as a value that keeps the order of members and the spelling of numbers.
///
/// Foundation's readers turn numbers into `Double` and lose the order; a foreign file must come
/// out as it went in.
public enum JSONValue: Hashable, Sendable {
  public struct Member: Hashable, Sendable {
    public var key: String
    public var value: JSONValue

    public init(_ key: String, _ value: JSONValue) {
      self.key = key
      self.value = value
    }
  }

  case object([Member])
  case array([JSONValue])
  case string(String)
  /// As it was spelt: `1e2`.
  case number(String)
  case bool(Bool)
  case null
}

extension JSONValue {
  /// A whole number.
  public static func number(_ value: Int) -> JSONValue { .number(String(value)) }

  /// The shortest decimal that reads back as the same value, whole ones without a fraction.
  ///
  /// - Precondition: `value` is finite; JSON has no word for others.
  public static func number(_ value: Double) -> JSONValue { .number(DecimalText.shortest(value)) }

  /// The value of the first member called `key`; nil when this is no object.
  public subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  public var array: [JSONValue]? {
    guard case .array(let values) = self else { return nil }
    return values
  }

  public var string: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// The number as a finite value; nil where it is too large for one.
  public var double: Double? {
    guard case .number(let text) = self, let value = Double(text), value.isFinite else {
      return nil
    }
    return value
  }

  /// The number, where it is a whole one; `3.0` is.
  public var integer: Int? {
    guard case .number(let text) = self else { return nil }
    return Int(text) ?? double.flatMap { Int(exactly: $0) }
  }

  /// Whether a reader would find the same: numbers by value, members in any order.
  func means(_ other: JSONValue) -> Bool {
    switch (self, other) {
    case (.number(let left), .number(let right)):
      return left == right || Self.isSameNumber(left, right)
    case (.array(let left), .array(let right)):
      return left.count == right.count && zip(left, right).allSatisfy { $0.means($1) }
    case (.object(let left), .object(let right)):
      return left.count == right.count
        && left.allSatisfy { member in other[member.key]?.means(member.value) ?? false }
    default: return self == other
    }
  }

  private static func isSameNumber(_ left: String, _ right: String) -> Bool {
    // Whole numbers above 2^53 differ where their nearest doubles do not.
    if let left = Int(left), let right = Int(right) { return left == right }
    guard let left = Double(left), let right = Double(right), left.isFinite else { return false }
    return left.bitPattern == right.bitPattern
  }
}

/// How numbers are written.
enum DecimalText {
  /// The shortest decimal that reads back as the same value; `12`, `0.1`, `-0.0`, `1e-07`.
  ///
  /// - Precondition: `value` is finite.
  static func shortest(_ value: Double) -> String {
    precondition(value.isFinite, "\(value) cannot be written as a decimal")
    // Below 2^53 a whole number has one spelling; -0 would lose its sign.
    if let whole = Int(exactly: value), abs(whole) < 1 << 53, value.sign == .plus || whole != 0 {
      return String(whole)
    }
    return value.description
  }
}
