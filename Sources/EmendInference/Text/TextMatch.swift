import Glibc

/// A place in a picture that a text was found at.
public struct TextMatch: Equatable, Sendable {
  /// Corners as fractions of the picture that the model saw, its padding with it; a box may reach
  /// beyond it.
  public struct Corners: Equatable, Sendable {
    public var left: Float
    public var top: Float
    public var right: Float
    public var bottom: Float

    var isFinite: Bool { [left, top, right, bottom].allSatisfy(\.isFinite) }
  }

  /// The place of the text among those asked for.
  public var text: Int
  /// Above 0, at most 1.
  public var score: Float
  public var corners: Corners
  /// The row of the answer.
  public var row: Int
}

extension TextMatch.Corners {
  /// Those of a box that is given by its middle and its size.
  init(middle box: some Collection<Float>) {
    let values = Array(box)
    precondition(values.count == 4, "a box of \(values.count) values")
    left = values[0] - 0.5 * values[2]
    top = values[1] - 0.5 * values[3]
    right = values[0] + 0.5 * values[2]
    bottom = values[1] + 0.5 * values[3]
  }
}

extension Float {
  /// The logistic function: 0.5 at 0.
  ///
  /// The corresponding C function is `expf`.
  var logistic: Float { 1 / (1 + expf(-self)) }
}
