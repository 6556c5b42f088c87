import Glibc

/// The files that `Tests/Peers/formats/make_cases.py` wrote.
struct PeerCases {
  /// Nil where the peers are not asked: `EMEND_PEER_CASES` names the folder above.
  static let folder: String? = getenv("EMEND_PEER_CASES").map {
    String(cString: $0) + "/formats"
  }

  struct Failure: Error {
    var path: String
    var code: Int32
  }

  static func read(_ name: String) throws -> [UInt8] {
    try read(path: (folder ?? ".") + "/" + name)
  }

  static func read(path: String) throws -> [UInt8] {
    guard let file = fopen(path, "r") else { throw Failure(path: path, code: errno) }
    defer { fclose(file) }
    var (bytes, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  static func write(_ bytes: [UInt8], to name: String) throws {
    var path = folder ?? "."
    for part in name.split(separator: "/") {
      mkdir(path, 0o755)
      path += "/" + part
    }
    guard let file = fopen(path, "w") else { throw Failure(path: path, code: errno) }
    defer { fclose(file) }
    guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
      throw Failure(path: path, code: errno)
    }
  }
}
