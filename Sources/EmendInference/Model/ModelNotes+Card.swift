extension ModelNotes {
  /// One key of a card: its name and how its value is read; false where it cannot be.
  private struct Key: Sendable {
    let name: String
    let expected: String
    let read: @Sendable (Literal, inout ModelNotes, inout Fitting) -> Bool
  }

  /// How an image is fitted, said in several keys.
  private struct Fitting {
    var word: String?
    var shorter: Int?
    var longer: Int?
    var step: Int?
    var cutter: Preparation.Cutter?
    var limit: Preparation.Limit?
    var side: Int?
  }

  private static func key<Value>(
    _ name: String, _ expected: String, _ place: any WritableKeyPath<ModelNotes, Value?> & Sendable,
    _ value: @escaping @Sendable (Literal) -> Value?
  ) -> Key {
    Key(name: name, expected: expected) { literal, notes, _ in
      guard let read = value(literal) else { return false }
      notes[keyPath: place] = read
      return true
    }
  }

  private static func fittingKey<Value>(
    _ name: String, _ expected: String, _ place: any WritableKeyPath<Fitting, Value?> & Sendable,
    _ value: @escaping @Sendable (Literal) -> Value?
  ) -> Key {
    Key(name: name, expected: expected) { literal, _, fitting in
      guard let read = value(literal) else { return false }
      fitting[keyPath: place] = read
      return true
    }
  }

  private static func words<Choice: CaseIterable & RawRepresentable<String>>(
    of choice: Choice.Type
  ) -> String {
    "one of \(choice.allCases.map(\.rawValue).joined(separator: ", "))"
  }

  private static let fits = ["letterbox", "stretch", "pad", "crop", "within", "limited"]

  /// The card's vocabulary.
  private static let keys: [Key] =
    [
      key("family", "one of \(ModelFamilies.names.joined(separator: ", "))", \.family, \.string),
      key("labels", "a list of names", \.labels, \.names),
      key("width", "a number of pixels", \.width, \.side),
      key("height", "a number of pixels", \.height, \.side),
      fittingKey("fit", "one of \(fits.joined(separator: ", "))", \.word) { value in
        value.string.flatMap { fits.contains($0) ? $0 : nil }
      },
      fittingKey("shorter", "a number of pixels", \.shorter, \.side),
      fittingKey("longer", "a number of pixels", \.longer, \.side),
      fittingKey("step", "a number of pixels", \.step, \.side),
      fittingKey("limit", words(of: Preparation.Limit.self), \.limit) { $0.word() },
      fittingKey("side", "a number of pixels", \.side, \.side),
      fittingKey("cut", words(of: Preparation.Cutter.self), \.cutter) { $0.word() },
      key("resample", words(of: Preparation.Resampling.self), \.resampling) { $0.word() },
      key("filters", words(of: Preparation.Library.self), \.library) { $0.word() },
      key("padding", "a byte", \.padding) { value in
        value.number.flatMap { (0...255).contains($0) ? Float($0) : nil }
      },
      key("scale", "a number", \.scale) { $0.number.map(Float.init) },
      key("mean", "three numbers", \.mean, \.channels),
      key("deviation", "three numbers other than 0", \.deviation) { value in
        value.channels.flatMap { $0.contains(0) ? nil : $0 }
      },
      key("threshold", "a number", \.threshold, \.number),
      key("box-threshold", "a number from 0 to 1", \.boxThreshold) { value in
        value.number.flatMap { (0...1).contains($0) ? $0 : nil }
      },
      key("unclip", "a number above 0, at most 10", \.unclip) { value in
        value.number.flatMap { $0 > 0 && $0 <= 10 ? $0 : nil }
      },
      key("logit-scale", "a number", \.logitScale, \.number),
      key("logit-bias", "a number", \.logitBias, \.number),
      key("architecture", "a name", \.architecture, \.string),
    ] + companionKeys

  private static var companionKeys: [Key] {
    Companion.allCases.map { companion in
      key(
        companion.rawValue, companion == .tokenizer ? "a folder" : "a file",
        \.companions[companion], \.string)
    }
  }

  static var cardKeys: [String] { keys.map(\.name) }

  mutating func take(card pairs: [Literal.Pair]) throws(InferenceError) {
    var fitting = Fitting()
    for pair in pairs {
      let name = pair.key.string ?? "\(pair.key)"
      guard let key = Self.keys.first(where: { $0.name == name }) else {
        throw Self.refusal(
          ModelTexts.card,
          "has no key \(name); there are \(Self.keys.map(\.name).joined(separator: ", "))")
      }
      guard key.read(pair.value, &self, &fitting) else {
        throw Self.refusal(ModelTexts.card, "has \(name), which must be \(key.expected)")
      }
    }
    try take(fitting)
  }

  private mutating func take(_ fitting: Fitting) throws(InferenceError) {
    switch fitting.word {
    case "letterbox": fit = .letterbox
    case "stretch": fit = .stretch
    case "pad": fit = .pad
    case "crop":
      guard let shorter = fitting.shorter else {
        throw Self.refusal(
          ModelTexts.card, "has fit crop, which needs shorter, the side before the cut")
      }
      fit = .crop(shorter: shorter, by: fitting.cutter ?? .torchvision)
    case "within":
      guard let longer = fitting.longer else {
        throw Self.refusal(ModelTexts.card, "has fit within, which needs longer, the longest side")
      }
      fit = .within(longer: longer, step: fitting.step ?? 1)
    case "limited":
      guard let side = fitting.side else {
        throw Self.refusal(ModelTexts.card, "has fit limited, which needs side, in pixels")
      }
      fit = .limited(fitting.limit ?? .most, side: side)
    default: break
    }
  }
}

extension Literal {
  /// The case that it names.
  fileprivate func word<Choice: RawRepresentable<String>>() -> Choice? {
    string.flatMap(Choice.init)
  }
}
