import Glibc

/// An ONNX file that keeps its tensors in files beside it, as one file with all of them.
///
/// PyTorch's exporter writes `model.onnx.data` (from 2.9 on for every model), Hugging Face's
/// `model.onnx_data`. A copy would need those under the very names that it says; and two trainings
/// of a network can have equal ONNX files, so that only what lies beside them tells them apart.
///
/// Source: `onnx.proto` and "External Data" of ONNX 1.22.
public struct WholeModel {
  /// What a Protocol Buffers message, and so an ONNX file, can hold.
  private static let mostBytes = Int(Int32.max)

  /// The messages on the way to a tensor.
  private enum Part {
    case model, graph, function, node, attribute, tensor

    func child(_ field: Int) -> Part? {
      switch (self, field) {
      case (.model, 7), (.attribute, 6), (.attribute, 11): .graph
      case (.model, 25): .function
      case (.graph, 1), (.function, 7): .node
      case (.node, 5): .attribute
      case (.graph, 5), (.attribute, 5), (.attribute, 10): .tensor
      default: nil
      }
    }
  }

  private let path: String
  private var byteCount = 0

  /// The bytes of one file that needs no other.
  ///
  /// - Returns: nil where the file at `path` needs no other as it is.
  /// - Throws: ``InferenceError`` of code `modelUnreadable` where it or what it needs is missing or
  ///   damaged, `modelUnsupported` where one file cannot hold all of it.
  /// - Complexity: O(bytes)
  public static func bytes(of path: String) throws(InferenceError) -> [UInt8]? {
    var model = WholeModel(path: path)
    let bytes = try model.read(path, at: 0, count: nil)
    return try model.filled(bytes[...], .model, depth: 0)
  }

  private init(path: String) { self.path = path }

  /// The message with its tensors; nil where none is outside.
  private mutating func filled(
    _ message: ArraySlice<UInt8>, _ part: Part, depth: Int
  ) throws(InferenceError) -> [UInt8]? {
    // Graphs lie within nodes of graphs; no exporter goes this deep. What is no message ONNX
    // Runtime refuses with its own reason.
    guard depth < 64, let fields = ProtobufReader.fields(of: message) else { return nil }
    if part == .tensor { return try tensor(fields) }
    var result: [UInt8]?
    for field in fields {
      if let child = part.child(field.number), case .bytes(let inner) = field.value,
        let changed = try filled(inner, child, depth: depth + 1)
      {
        var before = result ?? Array(message[..<field.encoded.startIndex])
        result = nil  // or appending copies what may be a gigabyte
        before += ProtobufReader.encoded(field.number, changed)
        result = before
      } else {
        result?.append(contentsOf: field.encoded)
      }
    }
    return result
  }

  /// A tensor with its values; nil where it has them.
  private mutating func tensor(
    _ fields: [ProtobufReader.Field]
  ) throws(InferenceError) -> [UInt8]? {
    let (entries, location, values) = (13, 14, 9)
    guard fields.contains(where: { $0.number == location && $0.value == .number(1) }) else {
      return nil
    }
    var notes: [String: String] = [:]
    for field in fields where field.number == entries {
      guard case .bytes(let entry) = field.value, let pair = ProtobufReader.fields(of: entry)
      else { throw damage }
      notes[text(pair, 1)] = text(pair, 2)
    }
    guard let name = notes["location"], !name.isEmpty, !name.hasPrefix("/"),
      !name.split(separator: "/").contains("..")
    else {
      throw InferenceError(
        .modelUnsupported,
        "\(path): it keeps tensors in files that do not lie beside it; export it again into a "
          + "folder of its own")
    }
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let data = try read(
      (folder + [name[...]]).joined(separator: "/"), at: Int(notes["offset"] ?? "0") ?? -1,
      count: notes["length"].map { Int($0) ?? -1 })
    let others = fields.filter { ![entries, location, values].contains($0.number) }
    return others.flatMap(\.encoded) + ProtobufReader.encoded(values, data)
  }

  private func text(_ fields: [ProtobufReader.Field], _ number: Int) -> String {
    guard case .bytes(let bytes)? = fields.first(where: { $0.number == number })?.value else {
      return ""
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Some bytes of a file, to its end where no `count` is said.
  ///
  /// The corresponding C functions are `open`, `fstat` and `pread`.
  private mutating func read(
    _ file: String, at offset: Int, count: Int?
  ) throws(InferenceError) -> [UInt8] {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    defer { if descriptor >= 0 { close(descriptor) } }
    var facts = stat()
    guard descriptor >= 0, fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else {
      throw InferenceError(.modelUnreadable, "\(file): cannot be read, and \(path) needs it")
    }
    let size = Int(facts.st_size)
    let room = (0...size).contains(offset) ? size - offset : -1
    let count = count ?? room
    guard (0...max(0, room)).contains(count) else {
      throw InferenceError(
        .modelUnreadable,
        "\(file): cut short, or not the one that \(path) was written with; copy both again")
    }
    byteCount += count
    guard byteCount <= Self.mostBytes else {
      throw InferenceError(
        .modelUnsupported,
        "\(path): with the files beside it more than the 2 GB that one ONNX file holds; export "
          + "it with half precision")
    }
    var filled = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
      while filled < count {
        let part = pread(
          descriptor, buffer.baseAddress?.advanced(by: filled), count - filled, offset + filled)
        if part < 0 && errno == EINTR { continue }
        guard part > 0 else { break }
        filled += part
      }
      written = filled
    }
    guard filled == count else {
      throw InferenceError(.modelUnreadable, "\(file): cannot be read to its end; copy it again")
    }
    return bytes
  }

  private var damage: InferenceError {
    InferenceError(.modelUnreadable, "\(path): damaged, or no ONNX file; export it again")
  }
}
