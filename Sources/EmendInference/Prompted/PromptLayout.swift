import EmendCore

/// What an encoder and a decoder take and give, found by their names and shapes.
struct PromptLayout: Equatable, Sendable {
  let form: PromptForm
  let input: EncoderInput
  /// The side of the square that the model sees, in pixels.
  let side: Int
  /// The encoder's output of each of the form's maps.
  let mapOutputs: [Int]
  /// The decoder's output of masks.
  let logits: Int
  /// The decoder's output of scores.
  let scores: Int

  /// The side that all of them are trained at, for exports that leave it open.
  static let usualSide = 1024

  /// - Throws: ``InferenceError`` of code `modelUnsupported`, which says what was found and what
  ///   was expected.
  init(encoder: ModelFacts, decoder: ModelFacts) throws(InferenceError) {
    guard let form = PromptForm.all.first(where: { $0.matches(decoder) }),
      let logits = form.logits.lazy.compactMap({ decoder.output($0) }).first,
      let scores = decoder.output(form.scores)
    else {
      let forms = PromptForm.all.map(\.expected).joined(separator: ", ")
      throw decoder.refusal("\(decoder.found); expected a decoder of \(forms)")
    }
    self.form = form
    (self.logits, self.scores) = (logits, scores)
    try Self.check(decoder)
    var outputs: [Int] = []
    for map in form.maps {
      outputs.append(try Self.output(map, of: encoder, for: decoder, form))
    }
    mapOutputs = outputs
    (input, side) = try Self.input(of: encoder, for: form)
  }

  /// Refuses numbers of a kind that ``FeedTensor`` does not write.
  private static func check(_ decoder: ModelFacts) throws(InferenceError) {
    for port in decoder.inputs where !FeedTensor.types.contains(where: { $0 == port.type }) {
      throw decoder.refusal(
        "its input \(port.name) holds \(port.type.map { "\($0)" } ?? "an unknown type"); expected "
          + "32-bit floats, or integers of 32 or 64 bits: export it again without half precision")
    }
  }

  private static func input(
    of encoder: ModelFacts, for form: PromptForm
  ) throws(InferenceError) -> (EncoderInput, side: Int) {
    guard encoder.inputs.count == 1, let port = encoder.inputs.first, port.type == .float32,
      let input = EncoderInput(port)
    else {
      throw encoder.refusal(
        "\(encoder.found); expected one image of 32-bit floats, 1 x 3 x side x side or height x "
          + "width x 3: export it again in single precision")
    }
    let side = side(of: encoder, input)
    let isSquare = port.shape.dropFirst(2).allSatisfy { $0 == nil || $0 == side }
    guard (16...4096).contains(side), input == .planes ? isSquare : form.fit == .padded else {
      throw encoder.refusal(
        "its input \(port.name) is \(port.shapeText); expected a square one for \(form.name), "
          + "such as 1x3x1024x1024")
    }
    return (input, side)
  }

  /// The side that the file says, or by the map's: 16 times that in each model that takes rows.
  static func side(of encoder: ModelFacts, _ input: EncoderInput) -> Int {
    let shape = encoder.inputs[0].shape
    guard input != .planes else { return shape[2] ?? shape[3] ?? usualSide }
    let map = encoder.output("image_embeddings").flatMap { encoder.outputs[$0].shape.last ?? nil }
    return map.map { 16 * $0 } ?? usualSide
  }

  /// The encoder's output for a map that the decoder takes.
  private static func output(
    _ map: String, of encoder: ModelFacts, for decoder: ModelFacts, _ form: PromptForm
  ) throws(InferenceError) -> Int {
    let isOnly = form.maps.count == 1 && encoder.outputs.count == 1
    guard let index = encoder.output(map) ?? (isOnly ? 0 : nil) else {
      throw encoder.refusal(
        "\(encoder.found); \(decoder.file) is a decoder of \(form.name) and expects an encoder "
          + "that gives \(form.maps.joined(separator: ", "))")
    }
    let given = encoder.outputs[index]
    let taken = decoder.inputs.first { $0.name == map } ?? given
    let agrees = zip(given.shape, taken.shape).allSatisfy { $0 == nil || $1 == nil || $0 == $1 }
    guard given.type == taken.type, given.shape.count == taken.shape.count, agrees else {
      throw encoder.refusal(
        "it gives \(given.name) \(given.shapeText); \(decoder.file) expects \(map) "
          + "\(taken.shapeText): take two files of one export")
    }
    return index
  }
}

extension ModelFacts {
  init(of session: OnnxSession, file: String) throws(InferenceError) {
    try self.init(
      file: file, metadata: session.metadata, inputs: session.inputs, outputs: session.outputs)
  }
}
