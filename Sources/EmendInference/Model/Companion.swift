/// What a model may need beside its ONNX file.
public enum Companion: String, CaseIterable, Sendable {
  /// What answers a mask where it is shown an object, SAM's other half; or what writes the text
  /// that TrOCR's encoder saw.
  case decoder
  /// What turns texts into vectors: the other tower of CLIP and SigLIP.
  case text
  /// What reads the text that the model has found.
  case recogniser
  /// A text of the characters that the recogniser knows, one a line.
  case characters
  /// A folder with ``tokenizerFiles``.
  case tokenizer

  /// What a folder of a tokenizer may hold, as Hugging Face calls it; a recogniser that writes
  /// text has its settings there, too.
  public static let tokenizerFiles = [
    "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt",
    "vocab.json", "merges.txt", "spiece.model", "config.json", "generation_config.json",
    "preprocessor_config.json",
  ]
  /// Each of these is a tokenizer, some with the help of others of ``tokenizerFiles``.
  public static let tokenizerCores = ["tokenizer.json", "vocab.txt", "vocab.json", "spiece.model"]

  /// How the name of its copy in a project ends; nil where it is a folder.
  public var fileExtension: String? {
    switch self {
    case .decoder, .text, .recogniser: "onnx"
    case .characters: "txt"
    case .tokenizer: nil
    }
  }

  /// How the names of a list of characters end: `en_dict.txt`, `ppocr_keys_v1.txt`.
  public static let characterEndings = ["dict.txt", "keys_v1.txt"]

  /// The words in a model's name that become others in its companion's, the longest first.
  ///
  /// As Hugging Face's onnx-community, samexporter and PaddleOCR name the files of one model.
  public var renamings: [(model: String, companion: String)] {
    switch self {
    case .decoder:
      [
        ("vision_encoder", "prompt_encoder_mask_decoder"), ("image_encoder", "mask_decoder"),
        ("encoder_model", "decoder_model_merged"), ("encoder", "decoder"),
      ]
    case .text:
      [
        ("image_encoder", "text_encoder"), ("vision", "text"), ("visual", "textual"),
        ("image", "text"),
      ]
    case .recogniser:
      [("detector", "recogniser"), ("detector", "recognizer"), ("det", "rec")]
    case .characters, .tokenizer: []
    }
  }
}
