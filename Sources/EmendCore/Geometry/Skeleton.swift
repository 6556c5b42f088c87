/// What a pose's points are called, and which of them belong together.
public struct Skeleton: Hashable, Sendable {
  /// A line between two points, counted from 0.
  public struct Limb: Hashable, Sendable {
    public var start: Int
    public var end: Int

    public init(from start: Int, to end: Int) { (self.start, self.end) = (start, end) }
  }

  /// In the order of the points.
  public var names: [String]
  public var limbs: [Limb]

  public init(names: [String], limbs: [Limb]) { (self.names, self.limbs) = (names, limbs) }

  /// COCO's body of 17 points.
  ///
  /// Source: the category `person` of COCO's `person_keypoints_val2017.json`, which counts from 1.
  public static let body = Skeleton(
    names: [
      "nose", "left_eye", "right_eye", "left_ear", "right_ear", "left_shoulder", "right_shoulder",
      "left_elbow", "right_elbow", "left_wrist", "right_wrist", "left_hip", "right_hip",
      "left_knee", "right_knee", "left_ankle", "right_ankle",
    ],
    limbs: [
      (15, 13), (13, 11), (16, 14), (14, 12), (11, 12), (5, 11), (6, 12), (5, 6), (5, 7), (6, 8),
      (7, 9), (8, 10), (1, 2), (0, 1), (0, 2), (1, 3), (2, 4), (3, 5), (4, 6),
    ].map { Limb(from: $0.0, to: $0.1) })

  /// The skeleton of a pose of so many points that nobody named.
  ///
  /// 17 points are COCO's body, as Ultralytics' `Annotator.kpts` takes them; others have numbers.
  public static func usual(points: Int) -> Skeleton {
    points == body.names.count
      ? body : Skeleton(names: (0..<max(0, points)).map { "\($0 + 1)" }, limbs: [])
  }
}
