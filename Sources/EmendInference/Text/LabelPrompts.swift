import EmendCore

/// What a model that is asked with texts is asked for.
public struct LabelPrompts: Hashable, Sendable {
  /// One label, and the phrases that describe it.
  public struct Entry: Hashable, Sendable {
    public var label: String
    /// One at least.
    public var phrases: [String]

    /// Without phrases the label is one, with blanks for underscores: models were trained with
    /// sentences, in which nobody writes `missing_screw`.
    public init(label: String, phrases: [String] = []) {
      self.label = label
      self.phrases = phrases.isEmpty ? [label.replacing("_", with: " ")] : phrases
    }
  }

  public var entries: [Entry]
  /// The sentences that CLIP and SigLIP compare with an image are made by these of each phrase.
  public var templates: [PromptTemplate]

  /// As the zero-shot pipeline of transformers 5.23 asks.
  public static let usualTemplate = "This is a photo of {}."

  public init(_ entries: [Entry] = [], templates: [PromptTemplate] = []) {
    self.entries = entries
    self.templates =
      templates.isEmpty ? [PromptTemplate(Self.usualTemplate)].compactMap(\.self) : templates
  }

  /// A hash of the words alone, in hexadecimal.
  var fingerprint: String {
    var hash = StableHash()
    // No text holds this byte, so that "a b" and "a", "b" differ.
    for entry in entries {
      for text in [entry.label] + entry.phrases { hash.add(Array(text.utf8) + [0xff]) }
      hash.add([0xfe])
    }
    for template in templates { hash.add(Array(template.text.utf8) + [0xff]) }
    return String(hash.value, radix: 16)
  }
}
