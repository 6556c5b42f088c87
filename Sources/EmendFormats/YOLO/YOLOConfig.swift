import EmendCore
import Yams

/// What a `data.yaml` says.
struct YOLOConfig {
  struct Split {
    var name: String
    /// Folders of images, or text files that list them.
    var entries: [String]
    var line: Int
  }

  /// The folder that the splits' paths are relative to; empty where it is the file's own.
  var root = ""
  var splits: [Split] = []
  var names: [String] = []
  /// Of a dataset of poses.
  var keypoints: YOLOKeypoints?

  /// - Throws: ``FormatError`` with a line for each problem.
  static func read(_ text: String, file: String) throws(FormatError) -> YOLOConfig {
    var reader = YAMLReader(file: file)
    var config = YOLOConfig()
    config.take(reader.entries(of: text), &reader)
    guard reader.problems.isEmpty else {
      var list = ProblemList()
      for problem in reader.problems { list.add(problem) }
      throw FormatError(.content, list)
    }
    return config
  }

  private mutating func take(_ entries: [YAMLEntry], _ reader: inout YAMLReader) {
    var (count, hasNames) = (Int?.none, false)
    for entry in entries {
      switch entry.key {
      case "path": root = reader.text(entry.value) ?? ""
      case "train", "val", "validation", "test": addSplit(entry, &reader)
      case "nc": count = reader.integer(entry.value, in: 1...1_000_000)
      case "names":
        hasNames = true
        names = Self.names(entry.value, &reader)
      case "kpt_shape":
        keypoints = YOLOKeypoints(
          shape: (reader.texts(entry.value) ?? []).compactMap { Int($0) })
        if keypoints == nil {
          reader.note(line: entry.line, "must be [points, 2 or 3]")
        }
      default: break  // Ultralytics' own settings, such as `download`.
      }
    }
    if !hasNames, let count { names = (0..<count).map { "class_\($0)" } }
    if names.isEmpty, reader.problems.isEmpty {
      reader.note(line: 1, "has no names; list the labels under `names:`")
    }
    if let count, hasNames, count != names.count, reader.problems.isEmpty {
      reader.note(line: 1, "nc is \(count), and there are \(names.count) names; remove nc")
    }
    if splits.isEmpty, reader.problems.isEmpty {
      reader.note(line: 1, "names no images; give their folders as `train:` and `val:`")
    }
  }

  private mutating func addSplit(_ entry: YAMLEntry, _ reader: inout YAMLReader) {
    guard let entries = reader.texts(entry.value), !entries.allSatisfy(\.isEmpty) else { return }
    let name = entry.key == "validation" ? "val" : entry.key
    splits.append(Split(name: name, entries: entries, line: entry.line))
  }

  /// A list, or a mapping from each number from 0 on.
  private static func names(_ node: Node, _ reader: inout YAMLReader) -> [String] {
    if case .sequence = node { return reader.texts(node) ?? [] }
    let entries = reader.entries(of: node)
    var names = [String?](repeating: nil, count: entries.count)
    for entry in entries {
      guard let index = Int(entry.key), names.indices.contains(index), names[index] == nil else {
        let sentence = "\"\(entry.key)\" is no number from 0 to \(entries.count - 1)"
        reader.note(line: entry.line, "\(sentence); number the names without a gap")
        continue
      }
      names[index] = reader.text(entry.value)
    }
    return names.compactMap(\.self)
  }
}
