/// One place of which a reviewer says to a model whether the object is there.
public struct PromptPoint: Hashable, Sendable {
  public var point: ImagePoint
  public var place: Place

  /// What lies under a place.
  public enum Place: Hashable, Sendable {
    case onObject
    case offObject
  }

  public init(_ point: ImagePoint, _ place: Place = .onObject) {
    self.point = point
    self.place = place
  }
}
