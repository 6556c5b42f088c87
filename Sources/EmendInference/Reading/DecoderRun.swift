import EmendCore

/// One text while a decoder writes it.
final class DecoderRun {
  // A class, because the first answer may be the last one, too.
  private final class Answer {
    let tensors: OutputTensors

    init(_ tensors: consuming OutputTensors) { self.tensors = tensors }
  }

  private let decoder: TextDecoder
  private let states: FeedTensor
  private var first: Answer?
  private var last: Answer?

  /// Begins a text to `states`, `[rows, values]`, which are what the encoder saw.
  init(_ decoder: TextDecoder, _ states: FloatTensor) throws(OrtFailure) {
    self.decoder = decoder
    self.states = try FeedTensor(
      Array(states.values), shape: [1] + states.shape, as: .float32, on: decoder.session.runtime)
  }

  /// The scores of all tokens that could come after `tokens`, each time one more than before.
  func scores(after tokens: [Int]) throws(OrtFailure) -> [Float] {
    var tensors: [FeedTensor] = []
    var feeds: [OpaquePointer?] = []
    for (feed, port) in zip(decoder.feeds, decoder.session.inputs) {
      if let kept = kept(feed) {
        feeds.append(kept)
      } else {
        let tensor = try tensor(feed, port, tokens)
        tensors.append(tensor)
        feeds.append(tensor.raw)
      }
    }
    let answer = Answer(
      try decoder.session.run(feeds: feeds, cancellation: decoder.cancellation))
    withExtendedLifetime(tensors) {}
    let scores = try scores(in: answer)
    if decoder.isCached {
      first = first ?? answer
      last = answer
    }
    return scores
  }

  /// What goes in again as it is.
  private func kept(_ feed: TextDecoder.Feed) -> OpaquePointer? {
    switch feed {
    case .states: states.raw
    case .past(let output, let isOfEncoder):
      (isOfEncoder ? first : last)?.tensors.raw[output]
    case .tokens, .switcher: nil
    }
  }

  private func tensor(
    _ feed: TextDecoder.Feed, _ port: TensorPort, _ tokens: [Int]
  ) throws(OrtFailure) -> FeedTensor {
    let runtime = decoder.session.runtime
    switch feed {
    case .past, .states:
      // Of nothing: the first dimension is the batch, and a free one the length.
      let shape = [1] + port.shape.dropFirst().map { $0 ?? 0 }
      return try FeedTensor(
        [Float](repeating: 0, count: shape.reduce(1, *)), shape: shape, as: port.type, on: runtime)
    case .switcher:
      return try FeedTensor([first == nil ? 0 : 1], shape: [1], as: .bool, on: runtime)
    case .tokens:
      // Tokens are numbered below 2^24, up to which a Float is exact.
      let seen = first == nil ? tokens[...] : tokens.suffix(1)
      return try FeedTensor(
        seen.map { Float($0) }, shape: [1, seen.count], as: port.type, on: runtime)
    }
  }

  private func scores(in answer: Answer) throws(OrtFailure) -> [Float] {
    let scores = try answer.tensors.floats(at: decoder.scores)
    guard scores.shape.count == 3, scores.shape[2] > 0, !scores.values.isEmpty else {
      throw OrtFailure(code: 1, description: "it answered \(scores.shape)")
    }
    let row = Array(scores.values.suffix(scores.shape[2]))
    guard row.allSatisfy(\.isFinite) else {
      throw OrtFailure(
        code: 1,
        description: "its logits hold values that are no numbers; export it again without half "
          + "precision")
    }
    return row
  }
}
