import COnnxRuntime

/// ONNX Runtime's `OrtSession`.
struct SessionHandle: ~Copyable {
  enum Side {
    case input
    case output
  }

  let raw: OpaquePointer
  private let runtime: OnnxRuntime
  private var api: UnsafePointer<EmendOrtApi> { runtime.api }

  /// The corresponding C function is `CreateSession`.
  init(
    _ runtime: OnnxRuntime, path: String, options: borrowing SessionOptions
  ) throws(OrtFailure) {
    var raw: OpaquePointer?
    try runtime.api.check(
      runtime.api.pointee.CreateSession(runtime.environment, path, options.raw, &raw))
    guard let raw else { throw OrtFailure(code: 1, description: "no session was made") }
    self.runtime = runtime
    self.raw = raw
  }

  deinit { runtime.api.pointee.ReleaseSession(raw) }

  /// The corresponding C functions are `SessionGetInputCount` and `SessionGetOutputCount`.
  func ports(_ side: Side) throws(OrtFailure) -> [TensorPort] {
    var count = 0
    switch side {
    case .input: try api.check(api.pointee.SessionGetInputCount(raw, &count))
    case .output: try api.check(api.pointee.SessionGetOutputCount(raw, &count))
    }
    var ports: [TensorPort] = []
    for index in 0..<count { ports.append(try port(side, index)) }
    return ports
  }

  private func port(_ side: Side, _ index: Int) throws(OrtFailure) -> TensorPort {
    var name: UnsafeMutablePointer<CChar>?
    var type: OpaquePointer?
    let allocator = runtime.allocator
    switch side {
    case .input:
      try api.check(api.pointee.SessionGetInputName(raw, index, allocator, &name))
      try api.check(api.pointee.SessionGetInputTypeInfo(raw, index, &type))
    case .output:
      try api.check(api.pointee.SessionGetOutputName(raw, index, allocator, &name))
      try api.check(api.pointee.SessionGetOutputTypeInfo(raw, index, &type))
    }
    defer { api.pointee.ReleaseTypeInfo(type) }
    let text = try runtime.take(name)
    var tensor: OpaquePointer?
    try api.check(api.pointee.CastTypeInfoToTensorInfo(type, &tensor))
    // A sequence or a map is no tensor; the caller refuses a port without type and shape.
    guard let tensor else { return TensorPort(name: text, type: nil, shape: []) }
    let (element, shape) = try api.form(of: tensor)
    return TensorPort(name: text, type: element, shape: shape.map { $0 < 0 ? nil : $0 })
  }

  /// The corresponding C functions are `ModelMetadataGetCustomMetadataMapKeys` and
  /// `ModelMetadataLookupCustomMetadataMap`.
  func metadata() throws(OrtFailure) -> [String: String] {
    var metadata: OpaquePointer?
    try api.check(api.pointee.SessionGetModelMetadata(raw, &metadata))
    defer { api.pointee.ReleaseModelMetadata(metadata) }
    var keys: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    var count: Int64 = 0
    let allocator = runtime.allocator
    try api.check(
      api.pointee.ModelMetadataGetCustomMetadataMapKeys(metadata, allocator, &keys, &count))
    guard let keys else { return [:] }
    defer { api.pointee.ReleaseStatus(api.pointee.AllocatorFree(allocator, keys)) }
    var map: [String: String] = [:]
    for index in 0..<Int(count) {
      let key = try runtime.take(keys[index])
      var value: UnsafeMutablePointer<CChar>?
      try api.check(
        api.pointee.ModelMetadataLookupCustomMetadataMap(metadata, allocator, key, &value))
      map[key] = try runtime.take(value)
    }
    return map
  }
}

extension UnsafePointer<EmendOrtApi> {
  /// The element type and the dimensions of a tensor; -1 stands for a free dimension.
  ///
  /// The corresponding C functions are `GetTensorElementType` and `GetDimensions`.
  func form(of tensor: OpaquePointer?) throws(OrtFailure) -> (ElementType?, [Int]) {
    var type: Int32 = 0
    var rank = 0
    try check(pointee.GetTensorElementType(tensor, &type))
    try check(pointee.GetDimensionsCount(tensor, &rank))
    var dimensions = [Int64](repeating: 0, count: rank)
    try check(pointee.GetDimensions(tensor, &dimensions, rank))
    return (ElementType(rawValue: type), dimensions.map(Int.init))
  }
}
