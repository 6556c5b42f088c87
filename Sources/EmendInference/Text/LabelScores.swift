import Glibc

/// How alike a picture and some texts are, as vectors of the same model.
public enum LabelScores: Hashable, Sendable {
  /// One of the texts is meant: the scores add up to 1. `scale` is 100 for OpenAI's models.
  case clip(scale: Float)
  /// Each text is asked for by itself.
  case siglip(scale: Float, bias: Float)

  /// A score in `0...1` for each text.
  ///
  /// - Parameters:
  ///   - picture: a vector of any length but 0.
  ///   - texts: vectors of as many values, row after row.
  /// - Returns: A score a row. Source: `CLIPModel` and `SiglipModel` of transformers 5.23.
  public func scores(picture: [Float], texts: [Float]) -> [Float] {
    let picture = Self.unit(picture[...])
    let likeness = Self.rows(texts, of: picture.count).map { row in
      zip(Self.unit(row), picture).reduce(0) { $0 + $1.0 * $1.1 }
    }
    switch self {
    case .clip(let scale): return Self.shares(likeness.map { $0 * scale })
    case .siglip(let scale, let bias): return likeness.map { ($0 * scale + bias).logistic }
    }
  }

  /// One vector a label, of those of its sentences: the mean direction.
  ///
  /// - Parameters:
  ///   - sentences: vectors, the sentences of one label after those of another.
  ///   - count: how many sentences a label has.
  ///   - width: how many values a vector has.
  /// - Returns: Vectors of length 1. Source: OpenAI's `Prompt_Engineering_for_ImageNet.ipynb`.
  public static func labels(_ sentences: [Float], count: Int, width: Int) -> [Float] {
    rows(sentences, of: count * width).flatMap { label in
      var sum = [Float](repeating: 0, count: width)
      for row in rows(Array(label), of: width) {
        for (place, value) in unit(row).enumerated() { sum[place] += value }
      }
      return unit(sum[...])
    }
  }

  private static func rows(_ values: [Float], of width: Int) -> [ArraySlice<Float>] {
    precondition(
      width > 0 && values.count % width == 0, "\(values.count) values in rows of \(width)")
    return stride(from: 0, to: values.count, by: width).map { values[$0..<$0 + width] }
  }

  private static func unit(_ vector: ArraySlice<Float>) -> [Float] {
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return vector.map { length > 0 ? $0 / length : 0 }
  }

  /// The corresponding C function is `expf`.
  private static func shares(_ logits: [Float]) -> [Float] {
    let most = logits.max() ?? 0
    let powers = logits.map { expf($0 - most) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
  }
}
