/// What a snapshot's image is for.
///
/// An image of the project belongs to a split, the pool or the test images; a snapshot divides the
/// reviewed ones into parts.
public enum SnapshotPart: String, CaseIterable, Hashable, Sendable {
  case train
  /// Held out of training to measure on.
  case val
  /// The images of the test split, on which nothing is ever trained.
  case test
}
