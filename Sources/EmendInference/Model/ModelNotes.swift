/// What is known of a model from outside its file.
///
/// It comes from files that lie beside the model, from a card, or from the command line. What is
/// nil, the file must say itself.
struct ModelNotes: Hashable, Sendable {
  var family: String?
  var labels: [String]?
  var width: Int?
  var height: Int?
  var fit: Preparation.Fit?
  var resampling: Preparation.Resampling?
  var library: Preparation.Library?
  var padding: Float?
  var scale: Float?
  var mean: [Float]?
  var deviation: [Float]?
  var threshold: Double?
  /// What a line of text must score to be one, and how far it grows then.
  var boxThreshold: Double?
  var unclip: Double?
  /// By what the likeness of an image and a text is multiplied, and what is added to it then.
  var logitScale: Double?
  var logitBias: Double?
  /// The architecture, as Hugging Face (`rt_detr_v2`) or timm (`resnet18`) calls it.
  var architecture: String?
  /// How it writes text, where it does.
  var generation: GenerationRules?
  /// As a card names them.
  var companions: [Companion: String] = [:]

  /// Knows nothing.
  init() {}

  /// - Parameter texts: by name; other names than ``ModelTexts/names`` are passed over.
  /// - Throws: ``InferenceError`` of code `modelUnsupported`, whose sentence names the text and
  ///   the key.
  init(texts: [String: String]) throws(InferenceError) {
    for name in ModelTexts.names {
      guard let text = texts[name] else { continue }
      guard case .dictionary(let pairs)? = Literal(text) else {
        throw Self.refusal(name, "is no JSON object; save it again, or take it away")
      }
      let value = Literal.dictionary(pairs)
      switch name {
      case ModelTexts.card: try take(card: pairs)
      case "config.json": try take(config: value)
      case "generation_config.json": take(generation: value)
      default: try take(processor: value)
      }
    }
  }

  static func refusal(_ name: String, _ sentence: String) -> InferenceError {
    InferenceError(.modelUnsupported, "the model's \(name) \(sentence)")
  }

  /// Takes over what other notes know.
  mutating func take(_ other: ModelNotes) {
    family = other.family ?? family
    labels = other.labels ?? labels
    (width, height) = (other.width ?? width, other.height ?? height)
    fit = other.fit ?? fit
    resampling = other.resampling ?? resampling
    library = other.library ?? library
    padding = other.padding ?? padding
    scale = other.scale ?? scale
    (mean, deviation) = (other.mean ?? mean, other.deviation ?? deviation)
    threshold = other.threshold ?? threshold
    (boxThreshold, unclip) = (other.boxThreshold ?? boxThreshold, other.unclip ?? unclip)
    (logitScale, logitBias) = (other.logitScale ?? logitScale, other.logitBias ?? logitBias)
    architecture = other.architecture ?? architecture
    generation = other.generation ?? generation
    companions.merge(other.companions) { $1 }
  }

  /// A preparation in which these notes count more than what is usual for the family.
  func preparation(_ usual: Preparation) -> Preparation {
    var preparation = usual
    if let fit { preparation.fit = fit }
    if let resampling { preparation.resampling = resampling }
    if let library { preparation.library = library }
    if let padding { preparation.padding = padding }
    if let scale { preparation.scale = scale }
    if let mean { preparation.mean = mean }
    if let deviation { preparation.deviation = deviation }
    return preparation
  }
}

extension Literal {
  /// Three finite numbers, or one for all three channels.
  var channels: [Float]? {
    if let one = number { return [Float](repeating: Float(one), count: 3) }
    guard let values = list?.compactMap(\.number), values.count == 3 else { return nil }
    return values.map(Float.init)
  }

  /// A number of pixels that an image may have.
  var side: Int? {
    guard let value = integer ?? number.flatMap({ Int(exactly: $0) }), (1...65_536).contains(value)
    else { return nil }
    return value
  }
}
