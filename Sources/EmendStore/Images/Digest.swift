import CCrypto
public import EmendCore
import Foundation

/// SHA-256 as 64 hexadecimal digits in lower case.
public enum Digest {
  public static func sha256(_ bytes: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    bytes.withUnsafeBytes { buffer in
      _ = EVP_Digest(buffer.baseAddress, buffer.count, &digest, nil, EVP_sha256(), nil)
    }
    return hex(digest)
  }

  /// The digest of a file's bytes, read in parts of 1 MiB.
  ///
  /// - Throws: ``ProjectError/Code/unreachable`` when the file cannot be read.
  public static func sha256(file path: ImagePath) throws -> String {
    let descriptor = open(path.bytes.map(CChar.init(bitPattern:)) + [0], O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path) }
    defer { _ = close(descriptor) }
    guard let context = EVP_MD_CTX_new() else { throw unreadable(path) }
    defer { EVP_MD_CTX_free(context) }
    var digest = [UInt8](repeating: 0, count: 32)
    guard EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else { throw unreadable(path) }
    try feed(context, from: descriptor, path)
    guard EVP_DigestFinal_ex(context, &digest, nil) == 1 else { throw unreadable(path) }
    return hex(digest)
  }

  private static func feed(
    _ context: OpaquePointer, from descriptor: Int32, _ path: ImagePath
  ) throws {
    var part = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = part.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(path) }
      guard count > 0 else { return }
      guard EVP_DigestUpdate(context, part, count) == 1 else { throw unreadable(path) }
    }
  }

  private static func unreadable(_ path: ImagePath) -> ProjectError {
    let reason = String(cString: strerror(errno))
    return ProjectError(
      .unreachable, "\(path.display): cannot be read (\(reason)); look at its permissions")
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
