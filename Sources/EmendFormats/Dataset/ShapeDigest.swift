import EmendCore

/// Sixteen hexadecimal digits by which a writer sees that a shape is still the one it read.
enum ShapeDigest {
  static func text(of shape: Shape) -> String {
    var hash = StableHash()
    switch shape {
    case .image(let size):
      hash.add(4)
      for side in [size.width, size.height] { hash.add(UInt64(side)) }
    case .box(let box):
      hash.add(1)
      for value in [box.x, box.y, box.width, box.height] { hash.add(value.bitPattern) }
    case .polygon(let polygon):
      hash.add(2)
      for ring in polygon.rings {
        hash.add(UInt64(ring.count))
        for point in ring {
          hash.add(point.x.bitPattern)
          hash.add(point.y.bitPattern)
        }
      }
    case .mask(let mask):
      hash.add(3)
      hash.add(UInt64(mask.size.width))
      for run in mask.runs { hash.add(UInt64(run)) }
    case .keypoints(let pose):
      hash.add(5)
      for value in [pose.box.x, pose.box.y, pose.box.width, pose.box.height] {
        hash.add(value.bitPattern)
      }
      for point in pose.points {
        hash.add(point.place.x.bitPattern)
        hash.add(point.place.y.bitPattern)
        hash.add(UInt64(point.visibility.rawValue))
      }
    }
    let digits = String(hash.value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension StableHash {
  /// Adds a word's bytes, the lowest first.
  fileprivate mutating func add(_ word: UInt64) {
    add((0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) })
  }
}
