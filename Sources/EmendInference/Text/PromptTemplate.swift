/// A sentence with a place for a label: `a photo of a {}`.
///
/// Models that compare pictures with texts were trained with captions; a label alone scores worse.
public struct PromptTemplate: Hashable, Sendable {
  public let text: String

  /// It is nil where `text` has not exactly one `{}`.
  public init?(_ text: String) {
    guard text.ranges(of: "{}").count == 1 else { return nil }
    self.text = text
  }

  public func sentence(for label: String) -> String { text.replacing("{}", with: label) }
}
