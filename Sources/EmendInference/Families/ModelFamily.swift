/// One kind of model: how it is recognised, what it takes, and how its answer is read.
///
/// A new family is a new file with such a value and one line in ``ModelFamilies/all``.
protocol ModelFamily: Sendable {
  /// What a card calls it: `yolo`.
  var name: String { get }
  /// What a model of the family has, for the sentence of a refusal.
  var expected: String { get }
  /// Whether a file is one of the family, by its metadata and the names and shapes of its tensors.
  func recognises(_ facts: ModelFacts) -> Bool
  /// What such a file takes and gives.
  ///
  /// - Throws: ``InferenceError`` of code `modelUnsupported`, with the file, what was found, what
  ///   is expected and the remedy.
  func card(of facts: ModelFacts) throws(InferenceError) -> ModelCard
  /// What reads the answers of a model with that card.
  func reader(for card: ModelCard) -> any AnswerReader
  /// The same of a model to whose answers another file writes a text.
  func reader(for card: ModelCard, _ generator: TextGenerator) -> any AnswerReader
}

extension ModelFamily {
  func reader(for card: ModelCard, _ generator: TextGenerator) -> any AnswerReader {
    reader(for: card)
  }
}

/// Reads what a model answered for one image; each worker has one for itself.
protocol AnswerReader: AnyObject {
  /// The places of the tensors in which infinity is no mistake.
  var infiniteTensors: Set<Int> { get }
  /// - Parameters:
  ///   - tensors: the outputs that the card names, in its order, without the batch's dimension.
  ///   - placement: how the image lies in the input.
  ///   - settings: what is kept.
  /// - Returns: the answer in pixels of the image.
  /// - Throws: ``InferenceError`` of code `runFailed` where the answer is none of its family's;
  ///   the sentence begins behind the file's name.
  func answer(
    _ tensors: [FloatTensor], _ placement: Placement, _ settings: PredictionSettings
  ) throws(InferenceError) -> Answer
}

extension AnswerReader {
  var infiniteTensors: Set<Int> { [] }
}

/// The table of families.
public enum ModelFamilies {
  /// None has precedence: a file that two recognise is ambiguous.
  static let all: [any ModelFamily] = [
    YOLOFamily(), RTDETRFamily(), FinishedDETRFamily(), DETRFamily.focal, DETRFamily.softmax,
    Mask2FormerFamily(), GroundingDINOFamily(), OWLFamily(), ZeroShotFamily.clip,
    ZeroShotFamily.siglip, ClassifierFamily(), EmbeddingFamily(), TextFamily(), TrOCRFamily(),
    AnomalyFamily(), SegmenterFamily(),
  ]

  /// What `--family` and a card may name.
  public static var names: [String] { all.map(\.name) }

  static func named(_ name: String) -> (any ModelFamily)? { all.first { $0.name == name } }

  /// Decides what a file is.
  ///
  /// - Throws: ``InferenceError`` of code `modelUnsupported`.
  static func card(of facts: ModelFacts) throws(InferenceError) -> ModelCard {
    let card = try family(of: facts).card(of: facts)
    try facts.check(card)
    return card
  }

  private static func family(of facts: ModelFacts) throws(InferenceError) -> any ModelFamily {
    if let name = facts.notes.family {
      guard let family = named(name) else {
        throw facts.refusal(
          "there is no family \(name); there are \(names.joined(separator: ", "))")
      }
      return family
    }
    let matches = all.filter { $0.recognises(facts) }
    guard let match = matches.first else { throw facts.refusal(unknown(facts)) }
    guard matches.count == 1 else {
      let names = matches.map(\.name).joined(separator: " or ")
      throw facts.refusal("it could be \(names); say which by --family or in a card beside it")
    }
    return match
  }

  private static func unknown(_ facts: ModelFacts) -> String {
    let expected = all.map { "\($0.name): \($0.expected)" }.joined(separator: "; ")
    return "a model of no family that emend reads: \(facts.found); expected one of — \(expected). "
      + "Export it again with its metadata, or name the family by --family or in a card beside it"
  }
}

extension ModelCard {
  /// Reads what `session` says of itself.
  ///
  /// - Parameters:
  ///   - session: the loaded model.
  ///   - file: its path, for the sentence of a refusal.
  ///   - texts: what lies beside the file or was said on the command line, by ``ModelTexts/names``.
  ///   - companions: the paths of what else belongs to the model.
  ///   - prompts: what it is asked for, where it takes texts.
  /// - Throws: ``InferenceError`` of code `modelUnsupported`, with the file, what was found, what
  ///   is expected and the remedy.
  public init(
    of session: OnnxSession, file: String, texts: [String: String] = [:],
    companions: [Companion: String] = [:], prompts: LabelPrompts = LabelPrompts()
  ) throws(InferenceError) {
    self = try ModelFamilies.card(
      of: ModelFacts(
        file: file, metadata: session.metadata, inputs: session.inputs, outputs: session.outputs,
        texts: texts, companions: companions, prompts: prompts))
  }
}
