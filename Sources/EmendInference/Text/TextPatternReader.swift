/// Reads a regular expression in Oniguruma's spelling.
///
/// It knows alternatives, characters, sets, `\s \S \p{L} \p{N}`, `? * + {n,m}` and a negative look
/// ahead at one character: what the tokenizers of CLIP, GPT-2, RoBERTa, SigLIP and their kin use.
struct TextPatternReader {
  /// What is in an expression that cannot be read.
  struct Unreadable: Error {
    var part: String
  }

  private let scalars: [Unicode.Scalar]
  private var place = 0

  static func pattern(_ text: String) throws(Unreadable) -> TextPattern {
    var reader = TextPatternReader(scalars: Array(text.unicodeScalars))
    var alternatives = [try reader.steps()]
    while reader.take("|") { alternatives.append(try reader.steps()) }
    if let rest = reader.next { throw Unreadable(part: String(Character(rest))) }
    return TextPattern(alternatives: alternatives)
  }

  private init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

  private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

  private mutating func take(_ text: String) -> Bool {
    guard scalars[place...].starts(with: text.unicodeScalars) else { return false }
    place += text.unicodeScalars.count
    return true
  }

  /// One alternative.
  private mutating func steps() throws(Unreadable) -> [TextPattern.Step] {
    var steps: [TextPattern.Step] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      if take("(?!") {
        steps.append(.nothing(try set()))
        guard take(")") else { throw Unreadable(part: "(?!") }
      } else {
        steps.append(.characters(try set(), try count()))
      }
    }
    let least = steps.map { if case .characters(_, let count) = $0 { count.lowerBound } else { 0 } }
    guard least.contains(where: { $0 > 0 }) else { throw Unreadable(part: "an empty match") }
    // Each place of varying length multiplies how often a text may be tried; no real one has three.
    guard steps.count(where: \.varies) < 3 else {
      throw Unreadable(part: "a third place of varying length")
    }
    return steps
  }

  /// What one place takes.
  private mutating func set() throws(Unreadable) -> ScalarSet {
    if take("[") { return try bracketed() }
    let member = try member(notAllowed: "^$.()*+?{}[]")
    return ScalarSet(members: [member])
  }

  private mutating func bracketed() throws(Unreadable) -> ScalarSet {
    var set = ScalarSet(members: [], isInverted: take("^"))
    repeat {
      let first = try member(notAllowed: "[]")
      guard case .range(let low) = first, next == "-", scalars[(place + 1)...].first != "]" else {
        set.members.append(first)
        continue
      }
      place += 1
      guard case .range(let high) = try member(notAllowed: "[]"), low.lowerBound < high.upperBound
      else { throw Unreadable(part: "-") }
      set.members.append(.range(low.lowerBound...high.upperBound))
    } while !take("]")
    return set
  }

  private mutating func member(notAllowed: String) throws(Unreadable) -> ScalarSet.Member {
    for (name, member) in Self.named where take(name) { return member }
    guard let scalar = next, !take("&&") else { throw Unreadable(part: "its end or &&") }
    place += 1
    if scalar != "\\" {
      guard !notAllowed.unicodeScalars.contains(scalar) else {
        throw Unreadable(part: String(Character(scalar)))
      }
      return .range(scalar...scalar)
    }
    guard let escaped = next, escaped.isASCII, !escaped.properties.isAlphabetic,
      !("0"..."9").contains(escaped)
    else { throw Unreadable(part: "\\" + (next.map { String(Character($0)) } ?? "")) }
    place += 1
    return .range(escaped...escaped)
  }

  private static let named: [(String, ScalarSet.Member)] = [
    ("\\s", .space), ("\\S", .notSpace), ("\\p{L}", .letter), ("\\p{N}", .number),
    ("\\n", .range("\n"..."\n")), ("\\r", .range("\r"..."\r")), ("\\t", .range("\t"..."\t")),
  ]

  private mutating func count() throws(Unreadable) -> ClosedRange<Int> {
    var count = 1...1
    if take("?") {
      count = 0...1
    } else if take("*") {
      count = 0...Int.max
    } else if take("+") {
      count = 1...Int.max
    } else if take("{") {
      count = try bounds()
    }
    guard next != "?" && next != "*" && next != "+" else {
      throw Unreadable(part: "a sign after how often")
    }
    return count
  }

  /// What stands between braces.
  private mutating func bounds() throws(Unreadable) -> ClosedRange<Int> {
    guard let low = number() else { throw Unreadable(part: "{") }
    let high = take(",") ? number() ?? Int.max : low
    guard take("}"), low <= high else { throw Unreadable(part: "{") }
    return low...high
  }

  private mutating func number() -> Int? {
    let start = place
    while let next, ("0"..."9").contains(next) { place += 1 }
    return Int(String(String.UnicodeScalarView(scalars[start..<place])))
  }
}

extension TextPattern.Step {
  /// Whether it may take more or fewer characters.
  fileprivate var varies: Bool {
    guard case .characters(_, let count) = self else { return false }
    return count.lowerBound < count.upperBound
  }
}
