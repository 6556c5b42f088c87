/// What emend asks a server of Label Studio's protocol.
///
/// Source: `label_studio_ml/api.py` and `get_local_path` of label-studio-sdk, as of 2026-08; what
/// they take, release 1.0.9 takes too.
public struct LabelStudioRequest: Hashable, Sendable {
  /// The number that the server gives its own files for this project under.
  static let project = "emend"

  let labels: [String]
  let purpose: BackendCard.Purpose
  let server: LabelServer

  public init(_ server: LabelServer, _ purpose: BackendCard.Purpose, labels: [String]) {
    (self.server, self.purpose, self.labels) = (server, purpose, labels)
  }

  /// One image of a request.
  public struct Task: Hashable, Sendable {
    public var id: Int
    /// What stands for the image: ``LabelServer/Sending``.
    public var image: String

    public init(id: Int, image: String) { (self.id, self.image) = (id, image) }
  }

  /// For `/setup`: what the project is.
  public var setup: [UInt8] {
    bytes([
      .init("schema", .string(configuration)), .init("hostname", .string("")),
      .init("access_token", .string("")),
    ])
  }

  /// For `/predict`.
  public func predict(_ tasks: [Task]) -> [UInt8] {
    let tasks = tasks.map { task in
      JSONValue.object([
        .init("id", .number(task.id)),
        .init("data", .object([.init("image", .string(task.image))])),
        .init("annotations", .array([])), .init("predictions", .array([])),
      ])
    }
    return bytes([
      .init("tasks", .array(tasks)), .init("label_config", .string(configuration)),
      .init("params", .object([])),
    ])
  }

  private func bytes(_ members: [JSONValue.Member]) -> [UInt8] {
    Array(JSONValue.object([.init("project", .string(Self.project))] + members).text.utf8)
  }

  /// What stands for an image in a task.
  ///
  /// - Parameters:
  ///   - path: absolute, as text.
  ///   - format: `jpeg`, `png` or `webp`.
  ///   - base64: gives the file's content where that is sent.
  /// - Returns: an address that the server knows how to open; nil for a file that is not below its
  ///   root.
  public func image(
    _ path: String, format: String, base64: () throws -> String
  ) rethrows -> String? {
    switch server.sending {
    case .localFiles:
      let root = server.root.hasSuffix("/") ? server.root : server.root + "/"
      guard path.hasPrefix(root) else { return nil }
      return "/data/local-files/?d=" + Self.queryText(path.dropFirst(root.count))
    case .path: return path
    case .bytes: return "data:image/\(format);base64," + (try base64())
    }
  }

  /// With only those bytes escaped that would read as others, because releases before 2026 take the
  /// text as it is.
  private static func queryText(_ text: Substring) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "%": escaped += "%25"
      case "+": escaped += "%2B"
      case "&": escaped += "%26"
      case "#": escaped += "%23"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }

  /// What the project is, as Label Studio's XML: one image and the labels, with the controls that
  /// the purpose needs.
  public var configuration: String {
    guard server.configuration.isEmpty else { return server.configuration }
    return """
      <View><Image name="image" value="$image"/>\
      \(controls.map { control($0.tag, $0.entry) }.joined())</View>
      """
  }

  private var controls: [(tag: String, entry: String)] {
    switch purpose {
    case .detect: [("RectangleLabels", "Label")]
    case .segment: [("BrushLabels", "Label"), ("PolygonLabels", "Label")]
    case .classify: [("Choices", "Choice")]
    case .read: [("RectangleLabels", "Label"), ("TextArea", "")]
    }
  }

  private func control(_ tag: String, _ entry: String) -> String {
    let name = tag == "TextArea" ? "text" : tag == "PolygonLabels" ? "polygon" : "label"
    let start = "<\(tag) name=\"\(name)\" toName=\"image\""
    guard !entry.isEmpty else { return start + " perRegion=\"true\"/>" }
    let entries = labels.map { "<\(entry) value=\"\(Self.escaped($0))\"/>" }
    return "\(start)>\(entries.joined())</\(tag)>"
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case "\"": escaped += "&quot;"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
