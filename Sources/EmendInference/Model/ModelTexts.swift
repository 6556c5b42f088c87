/// The texts that tell of a model what its file does not.
public enum ModelTexts {
  /// The names that Hugging Face and timm give their files, and ``card``; what comes later counts
  /// more.
  public static let names = files + [card]
  /// What may lie beside a model.
  public static let files = ["preprocessor_config.json", "config.json", "generation_config.json"]
  /// The user's own words, as a JSON object.
  public static let card = "card"
  /// What a card may say; a text with none of these is something else.
  public static var cardKeys: [String] { ModelNotes.cardKeys }
}
