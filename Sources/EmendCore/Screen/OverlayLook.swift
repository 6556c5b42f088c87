/// How marks are drawn, as far as a reviewer chooses.
public struct OverlayLook: Hashable, Sendable {
  /// Whose names are written into the picture.
  public enum Tags: String, CaseIterable, Sendable {
    case all
    case selected
    case none
  }

  /// How the inside of a mask or a polygon is shown.
  public enum Masks: String, CaseIterable, Sendable {
    /// Diagonal lines in the label's colour: the image stays as it is between them.
    case hatch
    /// The image, tinted.
    case tint
    case outline
  }

  public var tags = Tags.all
  public var masks = Masks.hatch
  /// How thick outlines are, in screen pixels, 1 to 3; 0 goes by the object's size.
  public var outline = 0

  public init() {}
}

extension CaseIterable where Self: Equatable {
  /// The next in the order of declaration, and the first after the last.
  var following: Self {
    let all = Array(Self.allCases)
    guard let index = all.firstIndex(of: self) else { return self }
    return all[(index + 1) % all.count]
  }
}
