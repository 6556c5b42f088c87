import COnnxRuntime

/// 16-bit floats that go into a model of half precision, in memory that is used again.
final class HalfTensor {
  let shape: [Int]
  let raw: OpaquePointer
  private let values: UnsafeMutableBufferPointer<UInt16>
  private let runtime: OnnxRuntime

  /// The corresponding C function is `CreateTensorWithDataAsOrtValue`.
  init(shape: [Int], on runtime: OnnxRuntime) throws(OrtFailure) {
    let values = UnsafeMutableBufferPointer<UInt16>.allocate(capacity: shape.reduce(1, *))
    values.initialize(repeating: 0)
    let dimensions = shape.map(Int64.init)
    var raw: OpaquePointer?
    let status = runtime.api.pointee.CreateTensorWithDataAsOrtValue(
      runtime.memory, values.baseAddress, values.count * 2, dimensions, dimensions.count,
      ElementType.float16.rawValue, &raw)
    do throws(OrtFailure) {
      try runtime.api.check(status)
      guard let raw else { throw OrtFailure(code: 1, description: "no tensor was made") }
      self.raw = raw
    } catch {
      values.deallocate()
      throw error
    }
    (self.shape, self.values, self.runtime) = (shape, values, runtime)
  }

  deinit {
    runtime.api.pointee.ReleaseValue(raw)
    values.deallocate()
  }

  /// Takes over as many values as it has.
  func fill(from floats: UnsafeMutableBufferPointer<Float>) {
    for index in values.indices { values[index] = HalfFloat.bits(of: floats[index]) }
  }
}

/// Outputs of half precision or of integers as 32-bit floats, which live as long as this value.
final class WidenedOutputs {
  private var buffers: [Int: UnsafeMutableBufferPointer<Float>] = [:]

  deinit { for buffer in buffers.values { buffer.deallocate() } }

  /// The values of the output at `index`, of which `data` are the bits: of `int64`, or else of
  /// `float16`.
  func floats(
    _ data: UnsafeMutableRawPointer?, of type: ElementType?, count: Int, at index: Int
  ) -> UnsafeBufferPointer<Float> {
    if let known = buffers[index] { return UnsafeBufferPointer(known) }
    guard let data else { return UnsafeBufferPointer(start: nil, count: 0) }
    let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: count)
    if type == .int64 {
      let integers = data.bindMemory(to: Int64.self, capacity: count)
      for place in 0..<count { buffer.initializeElement(at: place, to: Float(integers[place])) }
    } else {
      let bits = data.bindMemory(to: UInt16.self, capacity: count)
      for place in 0..<count {
        buffer.initializeElement(at: place, to: HalfFloat.value(of: bits[place]))
      }
    }
    buffers[index] = buffer
    return UnsafeBufferPointer(buffer)
  }
}
