import EmendCore
import Foundation
import GRDB

/// A shape as the tables hold it: its kind, its bounds, and the rest as JSON.
struct ShapeColumns {
  var kind: String
  var bounds: Box
  /// Nil for a box and for the whole image; flat rings `[[x,y,x,y]]` for a polygon, COCO's run
  /// lengths for a mask, COCO's `[x,y,v,x,y,v]` for keypoints.
  var geometry: String?

  init(_ shape: Shape) throws {
    bounds = shape.bounds
    switch shape {
    case .image:
      kind = "image"
    case .box:
      kind = "box"
    case .polygon(let polygon):
      kind = "polygon"
      geometry = try JSON.text(polygon.rings.map { ring in ring.flatMap { [$0.x, $0.y] } })
    case .mask(let mask):
      kind = "mask"
      geometry = try JSON.text(RunLengths(mask))
    case .keypoints(let pose):
      kind = "keypoints"
      geometry = try JSON.text(
        pose.points.flatMap { [$0.place.x, $0.place.y, Double($0.visibility.rawValue)] })
    }
  }

  init(_ row: Row) {
    kind = row["kind"]
    bounds = Box(x: row["x"], y: row["y"], width: row["width"], height: row["height"])
    geometry = row["geometry"]
  }

  func shape() throws -> Shape {
    switch (kind, geometry) {
    case ("box", _): return .box(bounds)
    case ("image", _):
      guard let width = Int(exactly: bounds.width), let height = Int(exactly: bounds.height) else {
        break
      }
      return .image(ImageSize(width: width, height: height))
    case ("polygon", let text?):
      let rings = try JSON.value([[Double]].self, from: text)
      guard rings.allSatisfy({ $0.count.isMultiple(of: 2) }) else { break }
      return .polygon(Polygon(rings: rings.map(Self.points)))
    case ("mask", let text?):
      return .mask(try JSON.value(RunLengths.self, from: text).mask())
    case ("keypoints", let text?):
      guard let points = Self.keypoints(try JSON.value([Double].self, from: text)) else { break }
      return .keypoints(Pose(box: bounds, points: points))
    default: break
    }
    throw ProjectError.damaged("a shape of kind \(kind) that cannot be read")
  }

  /// In the order `kind, x, y, width, height, geometry`.
  var arguments: [(any DatabaseValueConvertible)?] {
    [kind, bounds.x, bounds.y, bounds.width, bounds.height, geometry]
  }

  private static func points(_ flat: [Double]) -> [ImagePoint] {
    stride(from: 0, to: flat.count, by: 2).map { ImagePoint(x: flat[$0], y: flat[$0 + 1]) }
  }

  private static func keypoints(_ flat: [Double]) -> [Keypoint]? {
    guard flat.count.isMultiple(of: 3) else { return nil }
    let points = stride(from: 0, to: flat.count, by: 3).compactMap { start -> Keypoint? in
      let visibility = Int(exactly: flat[start + 2]).flatMap(Keypoint.Visibility.init)
      return visibility.map {
        Keypoint(place: ImagePoint(x: flat[start], y: flat[start + 1]), visibility: $0)
      }
    }
    return points.count * 3 == flat.count ? points : nil
  }

  /// COCO's uncompressed run lengths; `size` is height, then width.
  private struct RunLengths: Codable {
    var size: [Int]
    var counts: [UInt32]

    init(_ mask: Mask) {
      size = [mask.size.height, mask.size.width]
      counts = mask.runs
    }

    func mask() throws -> Mask {
      guard size.count == 2, size[0] * size[1] == counts.reduce(0, { $0 + Int($1) }) else {
        throw ProjectError.damaged("a mask whose run lengths do not fill its size")
      }
      return Mask(size: ImageSize(width: size[1], height: size[0]), runs: counts)
    }
  }
}

/// Values as JSON text with sorted keys, so that equal values are equal text.
enum JSON {
  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    } catch {
      throw ProjectError(.invalid, "a coordinate is not a finite number", cause: error)
    }
  }

  static func value<Value: Decodable>(_ type: Value.Type, from text: String) throws -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(text.utf8))
    } catch {
      throw ProjectError.damaged("JSON that cannot be read: \(text.prefix(60))")
    }
  }
}
