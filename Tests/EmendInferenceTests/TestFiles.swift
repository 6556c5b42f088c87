import Glibc

/// Files and variables of the process, as the tests need them.
enum TestFiles {
  /// The corresponding C functions are `open` and `read`.
  static func bytes(_ path: String) throws -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw MissingFile(path: path) }
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    let size = ftell(file)
    rewind(file)
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = fread(buffer.baseAddress, 1, size, file)
    }
  }

  static func lines(_ path: String) throws -> [ArraySlice<UInt8>] {
    try bytes(path).split(separator: UInt8(ascii: "\n"))
  }

  /// The words of each line.
  static func table(_ path: String) throws -> [[String]] {
    try lines(path).map { line in
      line.split(separator: UInt8(ascii: " ")).map { String(decoding: $0, as: UTF8.self) }
    }
  }

  static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// The variables that the locator looks at.
  static var environment: [String: String] {
    var environment: [String: String] = [:]
    for name in ["EMEND_ONNXRUNTIME", "XDG_DATA_HOME", "HOME", "VIRTUAL_ENV", "CONDA_PREFIX"] {
      environment[name] = variable(name)
    }
    return environment
  }

  struct MissingFile: Error {
    var path: String
  }
}

/// A folder that is there for one test.
struct TemporaryFolder: ~Copyable {
  let path: String
  private var made: [String] = []

  init() throws {
    var template = Array("/tmp/emend-inference-XXXXXX".utf8CString)
    let found = template.withUnsafeMutableBufferPointer { buffer in
      buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) }
    }
    guard let found else { throw TestFiles.MissingFile(path: "/tmp") }
    path = found
  }

  deinit {
    for item in made.reversed() { remove(item) }
    remove(path)
  }

  /// Makes a file that holds `text`, and the folders on the way; answers its path.
  mutating func write(_ name: String, _ text: String = "") throws -> String {
    var folder = path
    for part in name.split(separator: "/").dropLast() {
      folder += "/\(part)"
      if mkdir(folder, 0o755) == 0 { made.append(folder) }
    }
    let file = "\(path)/\(name)"
    guard let open = fopen(file, "w") else { throw TestFiles.MissingFile(path: file) }
    fputs(text, open)
    fclose(open)
    made.append(file)
    return file
  }
}
