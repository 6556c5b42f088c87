import Glibc

extension Tokenizer {
  /// The tokenizer in a model's folder: its `tokenizer.json`; where there is none, BERT's
  /// `vocab.txt`, CLIP's `vocab.json` and `merges.txt`, or SigLIP's `spiece.model`.
  ///
  /// - Parameter folder: the path of the folder.
  /// - Throws: ``TokenizerError``.
  public init(folder: String) throws(TokenizerError) {
    if let file = Self.file("tokenizer.json", in: folder) {
      self = try Tokenizer(json: Self.bytes(file), file: file)
    } else if let file = Self.file("vocab.txt", in: folder) {
      self = try Tokenizer(
        bertVocabulary: Self.bytes(file), file: file, settings: Self.settings(in: folder))
    } else if let vocabulary = Self.file("vocab.json", in: folder),
      let merges = Self.file("merges.txt", in: folder)
    {
      self = try Tokenizer(
        clipVocabulary: Self.bytes(vocabulary), merges: Self.bytes(merges), file: vocabulary)
    } else if let file = Self.file("spiece.model", in: folder) {
      self = try Tokenizer(
        siglipPieces: Self.bytes(file), file: file, settings: Self.settings(in: folder))
    } else {
      throw TokenizerError(
        .unreadable,
        "\(folder) has no tokenizer.json; copy it from the model's page beside the model")
    }
  }

  /// What `tokenizer_config.json` says beside a vocabulary.
  fileprivate static func settings(in folder: String) throws(TokenizerError) -> TokenizerPart? {
    guard let file = file("tokenizer_config.json", in: folder) else { return nil }
    let value = try TokenizerJSONReader.value(in: bytes(file), file: file)
    return try TokenizerPart(value, file: file, place: "")
  }

  private static func file(_ name: String, in folder: String) -> String? {
    let path = "\(folder)/\(name)"
    return Folder.hasFile(at: path) ? path : nil
  }

  /// The corresponding C functions are `fopen` and `fread`.
  static func bytes(_ path: String) throws(TokenizerError) -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw unreadable(path) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&part, 1, part.count, file), count > 0 { bytes += part[..<count] }
    guard ferror(file) == 0 else { throw unreadable(path) }
    return bytes
  }

  private static func unreadable(_ path: String) -> TokenizerError {
    TokenizerError(.unreadable, "\(path) cannot be read: \(String(cString: strerror(errno)))")
  }
}

extension TokenSpeller {
  /// The speller of the tokenizer in a model's folder.
  ///
  /// Blanks are cleaned up where `tokenizer_config.json` asks for it, but not from pairs of bytes:
  /// so does transformers 5.23.
  /// - Throws: ``TokenizerError``.
  public init(folder: String) throws(TokenizerError) {
    let tokenizer = try Tokenizer(folder: folder)
    let settings = try Tokenizer.settings(in: folder)
    let isAsked = try settings?.flag("clean_up_tokenization_spaces", otherwise: false) ?? false
    try self.init(tokenizer, cleansUp: isAsked && !tokenizer.model.isOfBytePairs)
  }
}
