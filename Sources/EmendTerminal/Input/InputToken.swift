/// One unit of what a terminal sends: a character, or a sequence that stands for more.
enum InputToken: Equatable, Sendable {
  case character(Unicode.Scalar)
  /// C0 controls, DEL, and a lone escape.
  case control(UInt8)
  case sequence(ControlSequence)
  /// `ESC O x`: keys of the application keypad.
  case applicationKey(UInt8)
  /// What stands between `ESC P >|` and `ESC \`: the answer to "what are you" (XTVERSION).
  case version([UInt8])
  /// What stands between `ESC _ G` and `ESC \`: the answer to a command of kitty's graphics.
  case graphics([UInt8])
  /// Bytes that are no UTF-8.
  case malformed
}

/// `CSI`, then parameters, then one letter that says what it is.
struct ControlSequence: Equatable, Sendable {
  /// `?`, `>`, `<` or `=` before the parameters.
  var prefix: UInt8?
  /// An empty parameter is 0.
  var parameters: [Int]
  /// Bytes such as the `$` of `CSI ? 2026;2 $ y`.
  var intermediates: [UInt8]
  var final: UInt8
}

/// Cuts what a terminal sends into tokens.
///
/// Only sequences that emend's terminals send are recognised: an escape before anything else is
/// the key, because a reviewer who typed ahead may have pressed it before `]` or `P`.
struct InputTokenizer {
  /// Bytes that are not yet a whole token.
  private(set) var pending: ArraySlice<UInt8> = []

  /// Whether what waits is the start of a longer sequence.
  var isWaiting: Bool { !pending.isEmpty }

  mutating func append(_ bytes: [UInt8]) { pending = Array(pending)[...] + bytes }

  /// The next whole token with its bytes; nil when more bytes are needed.
  mutating func next() -> (token: InputToken, bytes: [UInt8])? {
    guard let first = pending.first else { return nil }
    let found = first == 0x1b ? escaped() : plain(first)
    guard let (token, length) = found else { return nil }
    return take(token, length)
  }

  /// The next token when no more bytes will follow soon: an escape that waits is the key itself.
  mutating func nextAfterPause() -> (token: InputToken, bytes: [UInt8])? {
    if let token = next() { return token }
    guard let first = pending.first else { return nil }
    return take(first == 0x1b ? .control(0x1b) : .malformed, 1)
  }

  private mutating func take(_ token: InputToken, _ length: Int) -> (InputToken, [UInt8]) {
    let bytes = Array(pending.prefix(length))
    pending = pending.dropFirst(length)
    return (token, bytes)
  }

  private func plain(_ first: UInt8) -> (InputToken, Int)? {
    if first < 0x20 || first == 0x7f { return (.control(first), 1) }
    let length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    let bytes = pending.prefix(length)
    var iterator = bytes.makeIterator()
    var decoder = UTF8()
    if case .scalarValue(let scalar) = decoder.decode(&iterator) {
      // C1 controls written in UTF-8 are no characters either.
      return (0x80...0x9f).contains(scalar.value)
        ? (.malformed, length) : (.character(scalar), length)
    }
    let isWhole = bytes.count == length || bytes.dropFirst().contains { $0 & 0xc0 != 0x80 }
    return isWhole || first < 0xc2 || first > 0xf4 ? (.malformed, 1) : nil
  }

  private func escaped() -> (InputToken, Int)? {
    let rest = pending.dropFirst()
    switch rest.first {
    case nil: return nil
    case UInt8(ascii: "["): return sequence(rest.dropFirst())
    case UInt8(ascii: "O"): return applicationKey(rest.dropFirst())
    case UInt8(ascii: "P"): return text(rest.dropFirst(), after: ">|") { .version($0) }
    case UInt8(ascii: "_"): return text(rest.dropFirst(), after: "G") { .graphics($0) }
    default: return (.control(0x1b), 1)
    }
  }

  private func applicationKey(_ rest: ArraySlice<UInt8>) -> (InputToken, Int)? {
    guard let letter = rest.first else { return nil }
    return Array("ABCDFHMPQRS".utf8).contains(letter)
      ? (.applicationKey(letter), 3) : (.control(0x1b), 1)
  }

  /// Reads a text that begins with `mark` and ends with `ESC \`.
  private func text(
    _ rest: ArraySlice<UInt8>, after mark: String, token: ([UInt8]) -> InputToken
  ) -> (InputToken, Int)? {
    let mark = Array(mark.utf8)
    guard rest.prefix(mark.count).elementsEqual(mark.prefix(rest.count)) else {
      return (.control(0x1b), 1)
    }
    let body = rest.dropFirst(mark.count)
    guard let end = body.firstIndex(of: 0x1b) else {
      // No answer is that long: its end was lost.
      return body.count > 256 ? (.malformed, pending.count) : nil
    }
    guard end + 1 < body.endIndex else { return nil }
    // Another escape is the start of the next key or answer: this one was cut.
    guard body[end + 1] == UInt8(ascii: "\\") else {
      return (.malformed, end - pending.startIndex)
    }
    return (token(Array(body[..<end])), end + 2 - pending.startIndex)
  }

  /// Reads the parameters (ECMA-48, 5.4): `0x30...0x3f`, then `0x20...0x2f`, then the letter.
  private func sequence(_ rest: ArraySlice<UInt8>) -> (InputToken, Int)? {
    // The Linux console's F1 to F5: `CSI [ A` to `CSI [ E`.
    if rest.first == UInt8(ascii: "[") {
      guard let letter = rest.dropFirst().first else { return nil }
      return (.malformed, Array("ABCDE".utf8).contains(letter) ? 4 : 3)
    }
    let body = rest.prefix { (0x30...0x3f).contains($0) }
    let intermediates = rest[body.endIndex...].prefix { (0x20...0x2f).contains($0) }
    guard let final = rest[intermediates.endIndex...].first else {
      return rest.count > 64 ? (.malformed, pending.count) : nil
    }
    let length = intermediates.endIndex + 1 - pending.startIndex
    guard (0x40...0x7e).contains(final) else { return (.malformed, length - 1) }
    let prefix = body.first.flatMap { $0 >= UInt8(ascii: "<") ? $0 : nil }
    let numbers = body.dropFirst(prefix == nil ? 0 : 1)
      .split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
      .map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 }
    return (
      .sequence(
        ControlSequence(
          prefix: prefix, parameters: numbers, intermediates: Array(intermediates), final: final)),
      length
    )
  }
}
