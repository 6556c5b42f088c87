import COnnxRuntime

/// Float32 values that go into a model, in memory of our own that is used again for each run.
struct InputTensor: ~Copyable {
  let shape: [Int]
  let values: UnsafeMutableBufferPointer<Float>
  let raw: OpaquePointer
  private let api: UnsafePointer<EmendOrtApi>

  /// Values that are not set yet, for a tensor of `shape`.
  ///
  /// The corresponding C function is `CreateTensorWithDataAsOrtValue`.
  init(shape: [Int], on runtime: OnnxRuntime) throws(OrtFailure) {
    let values = UnsafeMutableBufferPointer<Float>.allocate(capacity: shape.reduce(1, *))
    values.initialize(repeating: 0)
    let dimensions = shape.map(Int64.init)
    var raw: OpaquePointer?
    let status = runtime.api.pointee.CreateTensorWithDataAsOrtValue(
      runtime.memory, values.baseAddress, values.count * MemoryLayout<Float>.stride, dimensions,
      dimensions.count, ElementType.float32.rawValue, &raw)
    do throws(OrtFailure) {
      try runtime.api.check(status)
    } catch {
      values.deallocate()
      throw error
    }
    guard let raw else {
      values.deallocate()
      throw OrtFailure(code: 1, description: "no tensor was made")
    }
    self.shape = shape
    self.values = values
    self.raw = raw
    self.api = runtime.api
  }

  deinit {
    api.pointee.ReleaseValue(raw)
    values.deallocate()
  }
}

/// What a model answered; the memory belongs to the library and lives as long as this value.
struct OutputTensors: ~Copyable {
  var raw: [OpaquePointer?]
  private let runtime: OnnxRuntime
  private let widened = WidenedOutputs()

  init(runtime: OnnxRuntime, count: Int) {
    self.runtime = runtime
    raw = Array(repeating: nil, count: count)
  }

  deinit {
    for value in raw where value != nil { runtime.api.pointee.ReleaseValue(value) }
  }

  /// The shape of the output at `index`, and where its values lie as Float32, row after row.
  ///
  /// Integers are labels here, far below 2^24, up to which a Float is exact.
  ///
  /// The corresponding C functions are `GetTensorTypeAndShape` and `GetTensorMutableData`.
  func floats(at index: Int) throws(OrtFailure) -> FloatTensor {
    let api = runtime.api
    var form: OpaquePointer?
    try api.check(api.pointee.GetTensorTypeAndShape(raw[index], &form))
    defer { api.pointee.ReleaseTensorInfo(form) }
    let (type, shape) = try api.form(of: form)
    guard type == .float32 || type == .float16 || type == .int64 else {
      throw OrtFailure(
        code: 9, description: "output \(index) holds neither floats nor 64-bit integers")
    }
    var data: UnsafeMutableRawPointer?
    try api.check(api.pointee.GetTensorMutableData(raw[index], &data))
    let count = shape.reduce(1, *)
    guard type == .float32 else {
      let values = widened.floats(data, of: type, count: count, at: index)
      return FloatTensor(shape: shape, values: values)
    }
    let start = data?.bindMemory(to: Float.self, capacity: count)
    return FloatTensor(
      shape: shape, values: UnsafeBufferPointer(start: start, count: start == nil ? 0 : count))
  }
}

/// A view of Float32 values, row after row; valid while their owner lives.
struct FloatTensor {
  var shape: [Int]
  var values: UnsafeBufferPointer<Float>

  /// Whether there is no infinity among the values, and nothing that is no number.
  ///
  /// By the bits, because a sum of floating point is not vectorised.
  var isFinite: Bool {
    var largest: UInt32 = 0
    for value in values { largest = max(largest, value.bitPattern & 0x7fff_ffff) }
    return largest < 0x7f80_0000
  }

  /// The values as rows and columns, where each other dimension is 1; nil for another shape.
  var plane: FloatTensor? {
    let sides = Array(shape.suffix(2))
    guard sides.count == 2, values.count == sides[0] * sides[1] else { return nil }
    return FloatTensor(shape: sides, values: values)
  }

  /// The values of one image of the batch, without the batch's dimension.
  func image(_ index: Int) -> FloatTensor {
    let count = shape.dropFirst().reduce(1, *)
    return FloatTensor(
      shape: Array(shape.dropFirst()),
      values: UnsafeBufferPointer(rebasing: values[index * count..<(index + 1) * count]))
  }
}
