/// What is known of a model from outside its file: from files that lie beside it, from a card, or
/// from the command line. What is nil, the file must say itself.
public struct ModelNotes: Hashable, Sendable {
  public var family: String?
  public var labels: [String]?
  public var width: Int?
  public var height: Int?

  public init() {}
}
