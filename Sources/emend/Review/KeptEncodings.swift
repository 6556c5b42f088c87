import EmendCore
import EmendInference

/// What a model keeps of the images that it has read last, within a budget of memory.
struct KeptEncodings {
  /// Used last comes last.
  private var kept: [(image: ImageID, encoding: ImageEncoding)] = []

  /// In bytes: seven images of SAM 2, thirty of SAM.
  private static let budget = 128_000_000

  /// The encoding of an image, which is the one used last then.
  subscript(image: ImageID) -> ImageEncoding? {
    mutating get {
      guard let place = kept.firstIndex(where: { $0.image == image }) else { return nil }
      kept.append(kept.remove(at: place))
      return kept.last?.encoding
    }
  }

  mutating func add(_ encoding: ImageEncoding, of image: ImageID) {
    kept.append((image, encoding))
    while kept.count > 1, kept.reduce(0, { $0 + $1.encoding.byteCount }) > Self.budget {
      kept.removeFirst()
    }
  }
}
