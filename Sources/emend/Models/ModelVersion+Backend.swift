import EmendCore
import EmendFormats
import EmendStore

extension ModelVersion {
  /// The card of a program or a server; nil for a model file.
  var backend: BackendCard? {
    // A card that was changed by hand may hold anything; then it is none of a backend.
    guard let value = try? JSONValue(text: card), value["backend"] != nil else { return nil }
    return try? BackendCard(card, file: name)
  }
}
