import EmendCore

/// One line of a label file: a label's index, then a box or a ring of points, `0...1`.
struct YOLORow {
  /// What follows the index.
  enum Form: Hashable {
    case box
    case ring
  }

  var label: Int
  var form: Form
  var numbers: [Double]
  /// The numbers as they stood, one space between them.
  var text: String

  /// - Throws: ``Fault`` by the rules of Ultralytics 8.4 (`data/utils.py`,
  ///   `verify_image_label`), which drops the whole image for one bad row.
  init(_ line: Substring, labels: Int) throws(Fault) {
    let fields = line.split(whereSeparator: \.isWhitespace)
    guard fields.count >= 5, fields.count == 5 || fields.count >= 7, fields.count % 2 == 1 else {
      throw Fault(
        "has \(fields.count) columns; a box has 5, a polygon 7 or more, always an odd number")
    }
    guard let index = Double(fields[0]).flatMap({ Int(exactly: $0) }), index >= 0 else {
      throw Fault("must start with a label's index, from 0")
    }
    guard index < labels else {
      throw Fault("has label \(index), and data.yaml names 0 to \(labels - 1)")
    }
    label = index
    form = fields.count == 5 ? .box : .ring
    numbers = []
    for field in fields.dropFirst() {
      guard let number = Double(field), (-0.01...1.01).contains(number) else {
        throw Fault(
          "has \"\(field)\", which is no number from 0 to 1; divide pixels by the size")
      }
      numbers.append(number)
    }
    guard form == .ring || numbers[2] >= 0 && numbers[3] >= 0 else {
      throw Fault("has a width or height below 0")
    }
    text = fields.dropFirst().joined(separator: " ")
  }

  /// The shape in pixels of an image.
  func shape(in size: ImageSize) -> Shape {
    let (width, height) = (Double(size.width), Double(size.height))
    switch form {
    case .box:
      return .box(
        Box(
          x: (numbers[0] - numbers[2] / 2) * width, y: (numbers[1] - numbers[3] / 2) * height,
          width: numbers[2] * width, height: numbers[3] * height))
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
