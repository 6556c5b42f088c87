import EmendCore

/// One side of a decision on an object, as the log writes it.
struct LoggedObject: Codable, Equatable {
  var status: String
  var label: Int
  var kind: String
  /// `x, y, width, height`.
  var bounds: [Double]
  var geometry: String?
  /// Nil for none.
  var text: String?
  /// Set once, when an object is imported.
  var isCrowd: Bool?
  var extras: String?

  init(_ state: ObjectState, isCrowd: Bool? = nil, extras: String? = nil) throws {
    let columns = try ShapeColumns(state.shape)
    status = state.status.rawValue
    label = state.label.rawValue
    kind = columns.kind
    bounds = [columns.bounds.x, columns.bounds.y, columns.bounds.width, columns.bounds.height]
    geometry = columns.geometry
    text = state.text.isEmpty ? nil : state.text
    self.isCrowd = isCrowd
    self.extras = extras
  }

  func state() throws -> ObjectState {
    guard let status = ObjectState.Status(rawValue: status), bounds.count == 4 else {
      throw ProjectError.damaged("a decision that cannot be read")
    }
    var columns = try ShapeColumns(
      .box(Box(x: bounds[0], y: bounds[1], width: bounds[2], height: bounds[3])))
    columns.kind = kind
    columns.geometry = geometry
    return ObjectState(
      status: status, label: LabelID(label), shape: try columns.shape(), text: text ?? "")
  }

  enum CodingKeys: String, CodingKey {
    case status
    case label
    case kind
    case bounds
    case geometry
    case text
    case isCrowd = "is_crowd"
    case extras
  }
}

/// One side of a decision on an image as a whole, as the log writes it.
struct LoggedImage: Codable, Equatable {
  var progress: String
  var flagged: Bool
  var comment: String

  init(_ state: ImageState) {
    progress = state.progress.rawValue
    flagged = state.isFlagged
    comment = state.comment
  }

  func state() throws -> ImageState {
    guard let progress = ImageState.Progress(rawValue: progress) else {
      throw ProjectError.damaged("a decision that cannot be read")
    }
    return ImageState(progress: progress, isFlagged: flagged, comment: comment)
  }
}
