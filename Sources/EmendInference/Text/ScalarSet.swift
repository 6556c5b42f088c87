/// The characters that one place of a pattern takes.
struct ScalarSet: Equatable, Sendable {
  /// What stands in a set with others.
  enum Member: Equatable, Sendable {
    case range(ClosedRange<Unicode.Scalar>)
    case space
    case notSpace
    case letter
    case number

    func contains(_ scalar: Unicode.Scalar) -> Bool {
      switch self {
      case .range(let range): range.contains(scalar)
      case .space: scalar.isSpace
      case .notSpace: !scalar.isSpace
      case .letter: scalar.isLetterInUnicode16
      case .number: scalar.isNumberInUnicode16
      }
    }
  }

  var members: [Member]
  /// Whether it holds everything but the members.
  var isInverted = false

  static func one(_ scalar: Unicode.Scalar) -> ScalarSet {
    ScalarSet(members: [.range(scalar...scalar)])
  }

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    for member in members where member.contains(scalar) { return !isInverted }
    return isInverted
  }
}
