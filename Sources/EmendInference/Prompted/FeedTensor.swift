import COnnxRuntime

/// A few numbers that go into a model beside its image.
// A class, because a run holds several and Swift 6.3 has no array of values that are not copied.
final class FeedTensor {
  /// What a port may hold.
  static let types: [ElementType] = [.float32, .int32, .int64]

  let raw: OpaquePointer
  private let bytes: UnsafeMutableRawPointer
  private let runtime: OnnxRuntime

  /// A tensor of as many values as `shape` says, which may be none; a type that is not one of
  /// ``types`` and no `bool` is taken for the first.
  convenience init(
    _ values: [Float], shape: [Int], as type: ElementType?, on runtime: OnnxRuntime
  ) throws(OrtFailure) {
    switch type {
    case .int64: try self.init(of: values.map { Int64($0) }, shape, .int64, runtime)
    case .int32: try self.init(of: values.map { Int32($0) }, shape, .int32, runtime)
    case .bool: try self.init(of: values.map { $0 != 0 }, shape, .bool, runtime)
    default: try self.init(of: values, shape, .float32, runtime)
    }
  }

  /// The corresponding C function is `CreateTensorWithDataAsOrtValue`.
  private init<Value: BitwiseCopyable>(
    of values: [Value], _ shape: [Int], _ type: ElementType, _ runtime: OnnxRuntime
  ) throws(OrtFailure) {
    let size = values.count * MemoryLayout<Value>.stride
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: max(size, 8), alignment: 8)
    values.withUnsafeBytes {
      bytes.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(bytes), byteCount: size)
    }
    let dimensions = shape.map(Int64.init)
    var raw: OpaquePointer?
    let status = runtime.api.pointee.CreateTensorWithDataAsOrtValue(
      runtime.memory, bytes, size, dimensions, dimensions.count, type.rawValue, &raw)
    do throws(OrtFailure) {
      try runtime.api.check(status)
      guard let raw else { throw OrtFailure(code: 1, description: "no tensor was made") }
      self.raw = raw
    } catch {
      bytes.deallocate()
      throw error
    }
    self.bytes = bytes
    self.runtime = runtime
  }

  deinit {
    runtime.api.pointee.ReleaseValue(raw)
    bytes.deallocate()
  }
}
