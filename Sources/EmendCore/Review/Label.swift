/// One entry of the project's class list.
public struct Label: Hashable, Sendable {
  /// Its index, which never changes.
  public var id: LabelID
  public var name: String
  /// A retired label keeps its objects and can no longer be given.
  public var isRetired: Bool
  /// Of its poses; nil where nobody named their points.
  public var skeleton: Skeleton?

  public init(id: LabelID, name: String, isRetired: Bool = false, skeleton: Skeleton? = nil) {
    self.id = id
    self.name = name
    self.isRetired = isRetired
    self.skeleton = skeleton
  }
}
