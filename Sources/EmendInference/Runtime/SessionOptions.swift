import COnnxRuntime

/// ONNX Runtime's `OrtSessionOptions`.
struct SessionOptions: ~Copyable {
  private let api: UnsafePointer<EmendOrtApi>
  let raw: OpaquePointer?

  /// The corresponding C functions are `CreateSessionOptions` and those that set each of them.
  static func make(
    _ settings: SessionSettings, on runtime: OnnxRuntime
  ) throws(OrtFailure) -> SessionOptions {
    let options = try SessionOptions(on: runtime)
    let (api, raw) = (options.api, options.raw)
    if settings.threads > 0 {
      try api.check(api.pointee.SetIntraOpNumThreads(raw, Int32(clamping: settings.threads)))
    }
    let spins = settings.waiting == .spinning ? "1" : "0"
    try api.check(
      api.pointee.AddSessionConfigEntry(raw, "session.intra_op.allow_spinning", spins))
    try options.append(settings)
    return options
  }

  private init(on runtime: OnnxRuntime) throws(OrtFailure) {
    var raw: OpaquePointer?
    try runtime.api.check(runtime.api.pointee.CreateSessionOptions(&raw))
    api = runtime.api
    self.raw = raw
  }

  deinit { api.pointee.ReleaseSessionOptions(raw) }

  private func append(_ settings: SessionSettings) throws(OrtFailure) {
    let provider = settings.provider
    switch provider.kind {
    case .cpu: return
    case .cuda: try appendCUDA(provider.options)
    case .tensorRT:
      try appendTensorRT(provider.options)
      // What TensorRT cannot compile falls to CUDA, on the same device.
      try appendCUDA(provider.options.filter { $0.key == "device_id" })
    case .openVINO:
      // It has threads of its own, which the session's number does not reach.
      let threads = settings.threads > 0 ? ["num_of_threads": "\(settings.threads)"] : [:]
      let standard = ["device_type": "CPU"].merging(threads) { $1 }
      try append("OpenVINO", provider.options.merging(standard) { given, _ in given })
    case .named(let name): try append(name, provider.options)
    }
  }

  private func append(_ name: String, _ options: [String: String]) throws(OrtFailure) {
    let pairs = CStringPairs(options)
    try api.check(pairs.withPointers { api.pointee.AppendByName(raw, name, $0, $1, $2) })
  }

  private func appendCUDA(_ options: [String: String]) throws(OrtFailure) {
    var cuda: OpaquePointer?
    try api.check(api.pointee.CreateCUDAOptions(&cuda))
    defer { api.pointee.ReleaseCUDAOptions(cuda) }
    if !options.isEmpty {
      let pairs = CStringPairs(options)
      try api.check(
        pairs.withPointers { api.pointee.UpdateCUDAOptions(cuda, $0, $1, $2) })
    }
    try api.check(api.pointee.AppendCUDA(raw, cuda))
  }

  private func appendTensorRT(_ options: [String: String]) throws(OrtFailure) {
    var tensorRT: OpaquePointer?
    try api.check(api.pointee.CreateTensorRTOptions(&tensorRT))
    defer { api.pointee.ReleaseTensorRTOptions(tensorRT) }
    if !options.isEmpty {
      let pairs = CStringPairs(options)
      try api.check(
        pairs.withPointers { api.pointee.UpdateTensorRTOptions(tensorRT, $0, $1, $2) })
    }
    try api.check(api.pointee.AppendTensorRT(raw, tensorRT))
  }
}
