import EmendCore

/// One line of a label file: a label's index, then a box, with keypoints or without, or a ring of
/// points, `0...1`.
struct YOLORow {
  /// What follows the index.
  enum Form: Hashable {
    case box
    case ring
    case pose(YOLOKeypoints)
  }

  var label: Int
  var form: Form
  var numbers: [Double]
  /// The numbers as they stood, one space between them.
  var text: String

  /// - Throws: ``Fault`` by the rules of Ultralytics 8.4 (`data/utils.py`,
  ///   `verify_image_label`), which drops the whole image for one bad row.
  init(_ line: Substring, labels: Int, keypoints: YOLOKeypoints? = nil) throws(Fault) {
    let fields = line.split(whereSeparator: \.isWhitespace)
    form = try Self.form(columns: fields.count, keypoints)
    guard let index = Double(fields[0]).flatMap({ Int(exactly: $0) }), index >= 0 else {
      throw Fault("must start with a label's index, from 0")
    }
    guard index < labels else {
      throw Fault("has label \(index), and data.yaml names 0 to \(labels - 1)")
    }
    label = index
    numbers = []
    for (place, field) in fields.dropFirst().enumerated() {
      // Of a pose every third value after the box is a visibility.
      let isVisibility = keypoints?.hasVisibility == true && place >= 4 && place % 3 == 0
      guard let number = Double(field), isVisibility || (-0.01...1.01).contains(number) else {
        throw Fault(
          "has \"\(field)\", which is no number from 0 to 1; divide pixels by the size")
      }
      numbers.append(number)
    }
    try keypoints?.check(numbers[4...])
    guard form == .ring || numbers[2] >= 0 && numbers[3] >= 0 else {
      throw Fault("has a width or height below 0")
    }
    text = fields.dropFirst().joined(separator: " ")
  }

  private static func form(
    columns: Int, _ keypoints: YOLOKeypoints?
  ) throws(Fault) -> Form {
    if let keypoints {
      guard columns == keypoints.columns else {
        throw Fault(
          "has \(columns) columns; by data.yaml's kpt_shape there are \(keypoints.columns)")
      }
      return .pose(keypoints)
    }
    guard columns >= 5, columns == 5 || columns >= 7, columns % 2 == 1 else {
      throw Fault(
        "has \(columns) columns; a box has 5, a polygon 7 or more, always an odd number")
    }
    return columns == 5 ? .box : .ring
  }

  /// The shape in pixels of an image.
  func shape(in size: ImageSize) -> Shape {
    let (width, height) = (Double(size.width), Double(size.height))
    var box: Box {
      Box(
        x: (numbers[0] - numbers[2] / 2) * width, y: (numbers[1] - numbers[3] / 2) * height,
        width: numbers[2] * width, height: numbers[3] * height)
    }
    switch form {
    case .box: return .box(box)
    case .pose(let keypoints):
      return .keypoints(Pose(box: box, points: keypoints.points(numbers[4...], in: size)))
    case .ring:
      let points = stride(from: 0, to: numbers.count, by: 2).map {
        ImagePoint(x: numbers[$0] * width, y: numbers[$0 + 1] * height)
      }
      return .polygon(Polygon(rings: [points]))
    }
  }

  /// The numbers of a box that lies in the image.
  static func text(of box: Box, in size: ImageSize) -> String {
    let (width, height) = (Double(size.width), Double(size.height))
    return text([
      (box.x + box.width / 2) / width, (box.y + box.height / 2) / height, box.width / width,
      box.height / height,
    ])
  }

  /// The numbers of a ring; points outside are drawn in to the image's edge.
  static func text(of ring: [ImagePoint], in size: ImageSize) -> String {
    let (width, height) = (Double(size.width), Double(size.height))
    return text(ring.flatMap { [$0.x / width, $0.y / height] })
  }

  private static func text(_ numbers: [Double]) -> String {
    numbers.map { DecimalText.shortest(min(max($0, 0), 1)) }.joined(separator: " ")
  }
}
