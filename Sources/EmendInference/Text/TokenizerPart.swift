/// One object of a tokenizer's file, read strictly: what is not asked for must not be there.
struct TokenizerPart {
  let file: String
  /// Where it stands, for sentences: `normalizer.normalizers[1]`.
  let place: String
  private let members: [TokenizerJSON.Member]

  /// - Throws: ``TokenizerError`` of code `damaged` where `value` is no object.
  init(_ value: TokenizerJSON, file: String, place: String) throws(TokenizerError) {
    guard let members = value.members else {
      throw TokenizerError(.damaged, "\(file): \(place) is no object; copy the file again")
    }
    self.file = file
    self.place = place
    self.members = members
  }

  /// The value of a key; nil where it is missing or null.
  subscript(key: String) -> TokenizerJSON? {
    let value = members.first { $0.key.elementsEqual(key.utf8) }?.value
    return value.flatMap { $0.isNull ? nil : $0 }
  }

  func unsupported(_ what: String) -> TokenizerError {
    TokenizerError(
      .unsupported,
      "\(sentenceStart): emend does not read \(what); use another export of the model")
  }

  func damaged(_ what: String) -> TokenizerError {
    TokenizerError(.damaged, "\(sentenceStart): \(what); copy the file from the model again")
  }

  private var sentenceStart: String { place.isEmpty ? file : "\(file): \(place)" }

  /// Refuses every key but these.
  func only(_ keys: Set<String>) throws(TokenizerError) {
    for member in members {
      let key = String(decoding: member.key, as: UTF8.self)
      if !member.value.isNull, !keys.contains(key) { throw unsupported("\"\(key)\"") }
    }
  }

  /// Its kind (`type`).
  func type() throws(TokenizerError) -> String { try string("type") }

  func string(_ key: String) throws(TokenizerError) -> String {
    String(decoding: try bytes(key), as: UTF8.self)
  }

  func bytes(_ key: String) throws(TokenizerError) -> [UInt8] {
    guard let bytes = self[key]?.bytes else { throw damaged("\(key) is no text") }
    return bytes
  }

  func flag(_ key: String, otherwise: Bool? = nil) throws(TokenizerError) -> Bool {
    guard let value = self[key] else {
      guard let otherwise else { throw damaged("\(key) is missing") }
      return otherwise
    }
    guard let flag = value.flag else { throw damaged("\(key) is neither true nor false") }
    return flag
  }

  func integer(_ key: String, otherwise: Int? = nil) throws(TokenizerError) -> Int {
    guard let value = self[key] else {
      guard let otherwise else { throw damaged("\(key) is missing") }
      return otherwise
    }
    // Numbers of tokens are 32 bits wide in the tries.
    guard let number = value.integer, (0...Int(Int32.max)).contains(number) else {
      throw damaged("\(key) is no whole number from 0 on")
    }
    return number
  }

  func list(_ key: String) throws(TokenizerError) -> [TokenizerJSON] {
    guard let list = self[key]?.list else { throw damaged("\(key) is no list") }
    return list
  }

  private func path(_ key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }

  /// The object at a key.
  func part(_ key: String) throws(TokenizerError) -> TokenizerPart? {
    guard let value = self[key] else { return nil }
    return try TokenizerPart(value, file: file, place: path(key))
  }

  /// The objects in the list at a key.
  func parts(_ key: String) throws(TokenizerError) -> [TokenizerPart] {
    var parts: [TokenizerPart] = []
    for (index, value) in try list(key).enumerated() {
      parts.append(try TokenizerPart(value, file: file, place: "\(path(key))[\(index)]"))
    }
    return parts
  }
}
