import EmendCore

/// Why one record cannot be read: the member below it, and a sentence.
struct COCOFault: Error {
  var member: String
  var sentence: String

  static func outside(_ size: ImageSize, _ record: JSONValue) -> COCOFault {
    COCOFault(
      member: record["bbox"] == nil ? "segmentation" : "bbox",
      sentence: "lies outside its image of \(size.width)x\(size.height)")
  }
}

/// COCO's `bbox`, `segmentation` and `area`, both ways.
enum COCOShape {
  /// The shape of a record: its keypoints, its segmentation, or its box.
  ///
  /// A mask must have the image's `size`, which is nil where the file does not say.
  static func shape(of record: JSONValue, size: ImageSize?) throws(COCOFault) -> Shape {
    let box = try box(record["bbox"])
    if let pose = COCOKeypoints.pose(of: record, box: box) { return .keypoints(pose) }
    switch record["segmentation"] {
    case .array(let rings)? where !rings.isEmpty: return .polygon(try polygon(rings))
    case .object(let members)?: return .mask(try mask(.object(members), size: size))
    case nil, .null?, .array?: break
    default:
      throw COCOFault(
        member: "segmentation", sentence: "must be a list of polygons or an object with counts")
    }
    guard let box else {
      throw COCOFault(
        member: "bbox", sentence: "is missing, and there is no segmentation; give one of them")
    }
    return .box(box)
  }

  /// The box of a record; nil where it has none.
  private static func box(_ value: JSONValue?) throws(COCOFault) -> Box? {
    guard let value, value != .null else { return nil }
    let numbers = value.array?.compactMap(coordinate) ?? []
    guard numbers.count == 4, value.array?.count == 4 else {
      throw COCOFault(member: "bbox", sentence: "must be four numbers: x, y, width, height")
    }
    guard numbers[2] >= 0, numbers[3] >= 0 else {
      throw COCOFault(member: "bbox", sentence: "has a width or height below 0")
    }
    return Box(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
  }

  /// No image is a billion pixels wide, and what is larger would overflow in areas.
  static func coordinate(_ value: JSONValue) -> Double? {
    value.double.flatMap { abs($0) <= 1_000_000_000 ? $0 : nil }
  }

  private static func polygon(_ rings: [JSONValue]) throws(COCOFault) -> Polygon {
    var points: [[ImagePoint]] = []
    for (index, ring) in rings.enumerated() {
      let values = ring.array ?? []
      let numbers = values.compactMap(coordinate)
      // pycocotools takes four numbers for a box and fails on two, so neither is let in.
      guard ring.array != nil, numbers.count == values.count, numbers.count % 2 == 0,
        numbers.count >= 6
      else {
        throw COCOFault(
          member: "segmentation[\(index)]",
          sentence: "must be x and y in turn of three points or more")
      }
      points.append(
        stride(from: 0, to: numbers.count, by: 2).map {
          ImagePoint(x: numbers[$0], y: numbers[$0 + 1])
        })
    }
    return Polygon(rings: points)
  }

  private static func mask(_ value: JSONValue, size: ImageSize?) throws(COCOFault) -> Mask {
    let sides = value["size"]?.array?.compactMap(\.integer) ?? []
    guard sides.count == 2 else {
      throw COCOFault(member: "segmentation.size", sentence: "must be two numbers: height, width")
    }
    let own = ImageSize(width: sides[1], height: sides[0])
    guard size == nil || size == own else {
      throw COCOFault(
        member: "segmentation.size", sentence: "is not the image's height and width")
    }
    do throws(MaskError) {
      switch value["counts"] {
      case .string(let text)?: return try Mask(size: own, compressed: text)
      case .array(let values)?:
        return try Mask(size: own, checking: values.map { $0.integer ?? -1 })
      default: break
      }
    } catch {
      throw COCOFault(member: "segmentation.counts", sentence: "is no mask: \(error)")
    }
    throw COCOFault(member: "segmentation.counts", sentence: "must be text or a list of numbers")
  }
}

// MARK: - Writing

extension COCOShape {
  static func box(of shape: Shape) -> JSONValue {
    let box = shape.bounds
    return .array([box.x, box.y, box.width, box.height].map { .number($0) })
  }

  /// The pixels that the shape covers, as COCO counts them; of a box width by height.
  static func area(of shape: Shape, size: ImageSize?) -> JSONValue {
    switch shape {
    case .image, .box, .keypoints: .number(shape.bounds.area)
    case .mask(let mask): .number(mask.area)
    case .polygon(let polygon):
      if let size {
        .number(Mask(polygon: polygon, size: size).area)
      } else {
        .number(polygon.area)
      }
    }
  }

  /// Nil for a box, for keypoints and for the whole image, which have none.
  static func segmentation(of shape: Shape, hasPlainCounts: Bool) -> JSONValue? {
    switch shape {
    case .image, .box, .keypoints: return nil
    case .polygon(let polygon):
      return .array(
        polygon.rings.map { ring in
          .array(ring.flatMap { [.number($0.x), .number($0.y)] })
        })
    case .mask(let mask):
      let counts: JSONValue =
        hasPlainCounts
        ? .array(mask.runs.map { .number(Int($0)) }) : .string(mask.compressed)
      let size: JSONValue = .array([.number(mask.size.height), .number(mask.size.width)])
      return .object([.init("size", size), .init("counts", counts)])
    }
  }
}
