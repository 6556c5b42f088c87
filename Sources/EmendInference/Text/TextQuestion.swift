import EmendCore

/// The texts that a model is asked with, as its inputs take them.
struct TextQuestion: Hashable, Sendable {
  let tensors: PromptTensors
  /// For each text its label, by its place among the model's labels.
  let labels: [Int]
  /// All texts in one, for a model that takes them so.
  var grounding: GroundingPrompt?
  /// What differs where the words do.
  let fingerprint: String

  /// The best score of each of `count` labels, of a score for each text.
  func labelScores(_ scores: [Float], count: Int) -> [Float] {
    var best = [Float](repeating: 0, count: count)
    for (label, score) in zip(labels, scores) { best[label] = max(best[label], score) }
    return best
  }
}

extension PromptTensors {
  /// By the names that Hugging Face gives the inputs.
  var feeds: [String: InputFeed] {
    let shape = [rows, columns]
    return [
      "input_ids": .fixed(tokens, shape: shape),
      "token_type_ids": .fixed(types, shape: shape),
      "attention_mask": .fixed(mask, shape: shape),
    ]
  }
}

/// A place in an image that a text was found at.
struct TextFound {
  var match: TextMatch
  /// Of each text at this place.
  var scores: [Float]
}

extension TextQuestion {
  /// The objects that were found, best first, none of which overlaps a better one of its label
  /// too much.
  ///
  /// The originals drop none; an overlap limit of 1 does as they do. Corners of `found` are
  /// fractions of the placement's input.
  func detections(
    _ found: [TextFound], _ card: ModelCard, _ settings: PredictionSettings,
    _ placement: Placement
  ) -> [Detection] {
    let thresholds = settings.thresholds(labelCount: card.labels.count)
    let (width, height) = (Float(placement.inputSize.width), Float(placement.inputSize.height))
    let candidates = found.enumerated().compactMap { place, found -> Candidate? in
      let (match, corners) = (found.match, found.match.corners)
      let label = labels[match.text]
      guard match.score > thresholds[label] else { return nil }
      return Candidate(
        corners: Corners(
          left: corners.left * width, top: corners.top * height, right: corners.right * width,
          bottom: corners.bottom * height),
        score: match.score, label: label, place: place)
    }
    return suppressed(
      candidates, overlapLimit: settings.overlapLimit, maximumCount: settings.maximumCount
    ).map { candidate in
      candidate.detection(
        placement, scores: labelScores(found[candidate.place].scores, count: card.labels.count))
    }
  }
}

extension ModelCard {
  /// Makes the model one that is asked `question`, an image at a time; `known` goes into its
  /// inputs besides the image, by their names.
  mutating func ask(
    _ question: TextQuestion, _ known: [String: InputFeed], _ facts: ModelFacts
  ) throws(InferenceError) {
    if case .fixed(let count) = batch, count != 1 {
      throw facts.refusal("it takes batches of \(count) images; export it again with 1")
    }
    batch = .fixed(1)
    self.question = question
    feeds = try facts.feeds(known)
    companions.insert(.tokenizer)
  }
}

extension ModelFacts {
  /// The label of each phrase and the phrase.
  var phrases: [(label: Int, text: String)] {
    prompts.entries.enumerated().flatMap { place, entry in
      entry.phrases.map { (place, $0) }
    }
  }

  /// The names of what is asked for.
  func askedLabels() throws(InferenceError) -> [String] {
    guard !prompts.entries.isEmpty else { throw refusal(PromptError.nothing) }
    return prompts.entries.map(\.label.printable)
  }

  func refusal(_ error: PromptError) -> InferenceError {
    refusal("it cannot be asked: \(error)")
  }

  /// The model's own tokenizer.
  func tokenizer() throws(InferenceError) -> Tokenizer {
    guard let folder = companions[.tokenizer] else {
      throw refusal(
        "it is asked with texts, and no tokenizer lies beside it; copy tokenizer.json from the "
          + "model's page beside it, or name a folder with one by --with tokenizer=FOLDER")
    }
    do {
      return try Tokenizer(folder: folder)
    } catch {
      throw InferenceError(.modelUnsupported, error.message)
    }
  }
}
