import EmendCore
import Foundation
import GRDB

/// What the project asks of SQLite and SQLite does not have.
///
/// The first three take the seed and the image's SHA-256 and look at the hash of "seed:sha256";
/// then there is the entropy of a yes or no, and the overlap of two boxes.
let sqlFunctions = [
  // SQLite's integers are signed: flipping the first bit keeps the order.
  DatabaseFunction("emend_order", argumentCount: 2, pure: true) { values in
    Int64(bitPattern: try hash(values) ^ (1 << 63))
  },
  DatabaseFunction("emend_fraction", argumentCount: 2, pure: true) { values in
    Double(try hash(values)) / 18_446_744_073_709_551_616
  },
  DatabaseFunction("emend_bucket", argumentCount: 2, pure: true) { values in
    Int64(try hash(values) % 10_000)
  },
  DatabaseFunction("emend_entropy", argumentCount: 1, pure: true) { values in
    guard let chance = Double.fromDatabaseValue(values[0]), chance > 0, chance < 1 else { return 0 }
    return -chance * log(chance) - (1 - chance) * log1p(-chance)
  },
  DatabaseFunction("emend_overlap", argumentCount: 8, pure: true) { values in
    let sides = values.compactMap(Double.fromDatabaseValue)
    guard sides.count == 8 else { throw ProjectError.damaged("a box with a side missing") }
    let first = Box(x: sides[0], y: sides[1], width: sides[2], height: sides[3])
    let second = Box(x: sides[4], y: sides[5], width: sides[6], height: sides[7])
    return first.overlap(with: second)
  },
]

/// The seed comes as text, because it may be larger than SQLite's integers.
private func hash(_ values: [DatabaseValue]) throws -> UInt64 {
  guard let seed = String.fromDatabaseValue(values[0]),
    let sha256 = String.fromDatabaseValue(values[1])
  else { throw ProjectError.damaged("an image without a digest") }
  return StableHash.fnv1a("\(seed):\(sha256)".utf8)
}
