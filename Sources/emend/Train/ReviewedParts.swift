import EmendCore
import EmendLearning
import EmendStore

/// Which reviewed images are learnt from and which are measured on.
///
/// Images of the test split are always measured on, and then all of the pool is learnt from.
/// Without any, a share of the pool is held out by a hash of its path, so that pictures of one
/// scene stay together and none changes sides when others come.
struct ReviewedParts {
  private(set) var parts: [ImageID: Snapshot.Part] = [:]
  private(set) var heldOut = Snapshot.Part.val

  /// Another salt would divide every project anew; it never changes.
  private static let salt = "emend-1"

  init(of project: Project, heldOutShare: Double) throws {
    var pool: [StoredImage] = []
    try project.truth { truth in
      if truth.image.split == .test {
        parts[truth.image.id] = .test
      } else {
        pool.append(truth.image)
      }
    }
    if !parts.isEmpty { heldOut = .test }
    for image in pool {
      let share = heldOut == .val ? heldOutShare : 0
      parts[image.id] = Self.part(ofPool: image.path, heldOutShare: share)
    }
  }

  /// Whether an image of the pool is learnt from or held out, as training and exports divide it.
  static func part(ofPool path: ImagePath, heldOutShare: Double) -> SnapshotPart {
    SnapshotPart(
      of: path, shares: SnapshotPart.Shares(train: 1 - heldOutShare, val: heldOutShare),
      salt: salt)
  }

  func count(_ part: Snapshot.Part) -> Int { parts.values.count { $0 == part } }

  /// - Throws: ``CommandFailure`` when there is too little to learn from or to measure on.
  func check() throws {
    guard count(.train) > 0 else {
      throw CommandFailure("no reviewed image to learn from yet; review some by `emend review`")
    }
    guard count(heldOut) > 0 else {
      throw CommandFailure(
        "no reviewed image is held out to measure on: the \(count(.train)) reviewed ones are all "
          + "for training; review more, raise train: held-out-share in emend.yaml, or add a test "
          + "set by `emend import coco --split test`")
    }
  }
}
