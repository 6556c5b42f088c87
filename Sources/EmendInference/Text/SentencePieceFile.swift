/// What a SentencePiece model file (`spiece.model`) holds.
///
/// Source: `sentencepiece_model.proto` of SentencePiece 0.2.
struct SentencePieceFile {
  /// By number; those that are no text, as the end's and the unknown's, have none.
  private(set) var pieces: [(text: [UInt8]?, score: Double)] = []
  /// The number of each piece, whatever its kind.
  private(set) var vocabulary: [[UInt8]: Int] = [:]
  private(set) var unknown: Int?
  private(set) var map: CharacterMap?
  private let file: String

  /// - Throws: ``TokenizerError``, also where the model is of another kind than Unigram.
  init(_ bytes: [UInt8], file: String) throws(TokenizerError) {
    self.file = file
    for field in try fields(of: bytes[...]) {
      switch (field.number, field.value) {
      case (1, .bytes(let piece)): try readPiece(piece)
      case (2, .bytes(let training)): try readTraining(training)
      case (3, .bytes(let normalizer)): try readNormalizer(normalizer)
      default: continue
      }
    }
    guard unknown != nil else { throw damage }
  }

  private var damage: TokenizerError {
    TokenizerError(
      .damaged, "\(file) is no SentencePiece model; copy the file from the model again")
  }

  private func fields(
    of bytes: ArraySlice<UInt8>
  ) throws(TokenizerError) -> [ProtobufReader.Field] {
    guard let fields = ProtobufReader.fields(of: bytes) else { throw damage }
    return fields
  }

  private mutating func readPiece(_ bytes: ArraySlice<UInt8>) throws(TokenizerError) {
    var text: [UInt8] = []
    var score = 0.0
    var kind: UInt64 = 1
    for field in try fields(of: bytes) {
      switch (field.number, field.value) {
      case (1, .bytes(let bytes)): text = Array(bytes)
      case (2, .float(let value)): score = Double(value)
      case (3, .number(let value)): kind = value
      default: continue
      }
    }
    guard String(validating: text, as: UTF8.self) != nil, score.isFinite else { throw damage }
    // Normal, unknown and control pieces; not those for bytes or chosen by hand.
    guard (1...3).contains(kind) else { throw unsupported("its pieces of kind \(kind)") }
    if kind == 2 { unknown = pieces.count }
    vocabulary[text] = pieces.count
    pieces.append((kind == 1 ? text : nil, score))
  }

  private func readTraining(_ bytes: ArraySlice<UInt8>) throws(TokenizerError) {
    for field in try fields(of: bytes) where field.number == 3 && field.value != .number(1) {
      throw unsupported("a model that is not Unigram")
    }
  }

  private mutating func readNormalizer(_ bytes: ArraySlice<UInt8>) throws(TokenizerError) {
    for field in try fields(of: bytes) {
      switch (field.number, field.value) {
      case (2, .bytes(let table)):
        guard let map = CharacterMap(Array(table)) else { throw damage }
        self.map = map
      // It puts a blank first, removes those that are too many, and marks them.
      case (3...5, .number(0)): throw unsupported("blanks treated in another way than SigLIP's")
      default: continue
      }
    }
  }

  private func unsupported(_ what: String) -> TokenizerError {
    TokenizerError(
      .unsupported, "\(file): emend does not read \(what); copy the model's tokenizer.json")
  }
}
