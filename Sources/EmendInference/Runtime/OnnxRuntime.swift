import COnnxRuntime

/// One loaded ONNX Runtime library; made once and shared.
///
/// The library stays loaded until the process ends, as its threads cannot be taken down safely.
// A class, because sessions on several threads share it. Unchecked, because it holds pointers:
// the table of functions is constant, and ONNX Runtime documents its environment, default
// allocator and memory information as safe to use from several threads at once.
public final class OnnxRuntime: @unchecked Sendable {
  public let path: String
  /// The release, such as `1.31.1`.
  public let release: String
  let api: UnsafePointer<EmendOrtApi>
  let environment: OpaquePointer
  let allocator: OpaquePointer
  let memory: OpaquePointer

  /// Loads the library at `location`.
  ///
  /// ONNX Runtime writes nothing to stderr, which would land on the screen of a review: what it
  /// calls an error comes back as a status too.
  /// - Throws: ``InferenceError`` of code `runtimeUnusable`.
  public convenience init(_ location: RuntimeLocation) throws(InferenceError) {
    try self.init(path: location.path)
  }

  /// - Throws: ``InferenceError`` of code `runtimeUnusable`.
  public init(path: String) throws(InferenceError) {
    let (api, release) = try Self.open(path)
    self.api = api
    self.path = path
    self.release = release
    var (environment, allocator, memory): (OpaquePointer?, OpaquePointer?, OpaquePointer?)
    let loggedFrom: Int32 = 4  // fatal
    do {
      try api.check(api.pointee.CreateEnv(loggedFrom, "emend", &environment))
      try api.check(api.pointee.GetAllocatorWithDefaultOptions(&allocator))
      try api.check(api.pointee.CreateCpuMemoryInfo(0, 0, &memory))
    } catch {
      throw InferenceError(.runtimeUnusable, "\(path) does not start; reinstall it", cause: error)
    }
    guard let environment, let allocator, let memory else {
      throw InferenceError(.runtimeUnusable, "\(path) answers nothing; reinstall it")
    }
    self.environment = environment
    self.allocator = allocator
    self.memory = memory
  }

  deinit {
    api.pointee.ReleaseMemoryInfo(memory)
    api.pointee.ReleaseEnv(environment)
  }

  /// The corresponding C function is `emend_ort_open`.
  private static func open(
    _ path: String
  ) throws(InferenceError) -> (UnsafePointer<EmendOrtApi>, String) {
    var release = [UInt8](repeating: 0, count: 64)
    var problem = [UInt8](repeating: 0, count: 512)
    let api = release.withUnsafeMutableBytes { release in
      problem.withUnsafeMutableBytes { problem in
        emend_ort_open(
          path, release.bindMemory(to: CChar.self).baseAddress, release.count,
          problem.bindMemory(to: CChar.self).baseAddress, problem.count)
      }
    }
    guard let api else {
      throw InferenceError(
        .runtimeUnusable,
        "\(text(problem)); `emend runtime install` gets a library that fits")
    }
    return (api, text(release))
  }

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// Takes over a string that the library allocated.
  func take(_ text: UnsafeMutablePointer<CChar>?) throws(OrtFailure) -> String {
    guard let text else { return "" }
    let copy = String(cString: text)
    try api.check(api.pointee.AllocatorFree(allocator, text))
    return copy
  }
}

extension UnsafePointer<EmendOrtApi> {
  /// Turns a status into an error and releases it.
  ///
  /// The corresponding C functions are `GetErrorCode`, `GetErrorMessage` and `ReleaseStatus`.
  func check(_ status: OpaquePointer?) throws(OrtFailure) {
    guard let status else { return }
    let text = pointee.GetErrorMessage(status).map { String(cString: $0) } ?? "no reason given"
    let trimmed = text.reversed().drop(while: \.isWhitespace).reversed()
    let failure = OrtFailure(code: pointee.GetErrorCode(status), description: String(trimmed))
    pointee.ReleaseStatus(status)
    throw failure
  }
}
