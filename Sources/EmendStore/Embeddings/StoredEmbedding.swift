public import EmendCore
import Foundation
import GRDB

/// The vector that a model gives an image, or a part of it.
public struct StoredEmbedding: Hashable, Sendable {
  public var image: ImageID
  /// In pixels of the upright image; the whole image is the box from 0, 0 of its size.
  public var box: Box
  /// Kept as half floats, to about three digits.
  public var vector: [Float]

  public init(image: ImageID, box: Box, vector: [Float]) {
    self.image = image
    self.box = box
    self.vector = vector
  }

  init(_ row: Row) throws {
    image = ImageID(row["image"])
    box = Box(x: row["x"], y: row["y"], width: row["width"], height: row["height"])
    vector = try HalfFloats.values(of: Array(row["vector"] as Data))
    guard vector.count == row["length"] else { throw ProjectError.damaged("a vector cut short") }
  }
}

/// Vectors as bytes: IEEE half floats, little endian.
enum HalfFloats {
  /// - Throws: ``ProjectError/Code/invalid`` for what a half float cannot hold: 65,520 and more,
  ///   and what is no number.
  static func bytes(of values: [Float]) throws -> [UInt8] {
    try values.flatMap { value in
      let half = Float16(value)
      guard half.isFinite else {
        throw ProjectError(.invalid, "a vector holds \(value), which half floats cannot")
      }
      return [UInt8(half.bitPattern & 0xff), UInt8(half.bitPattern >> 8)]
    }
  }

  static func values(of bytes: [UInt8]) throws -> [Float] {
    guard bytes.count.isMultiple(of: 2) else { throw ProjectError.damaged("a vector cut short") }
    return stride(from: 0, to: bytes.count, by: 2).map { index in
      Float(Float16(bitPattern: UInt16(bytes[index]) | UInt16(bytes[index + 1]) << 8))
    }
  }
}
