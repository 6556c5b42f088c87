import COnnxRuntime

/// A loaded model; several threads may run it at once.
// A class, because the workers on several threads share it. Unchecked, because it holds
// pointers: ONNX Runtime documents `Run` on one session as safe from several threads, and
// nothing else is called after `init`.
public final class OnnxSession: @unchecked Sendable {
  public let inputs: [TensorPort]
  public let outputs: [TensorPort]
  /// The custom metadata of the file; Ultralytics writes Python literals.
  public let metadata: [String: String]
  let runtime: OnnxRuntime
  private let handle: SessionHandle
  private let inputNames: CStringList
  private let outputNames: CStringList

  /// Loads the model file at `path`.
  ///
  /// - Throws: ``InferenceError`` of code `modelUnreadable` or `providerUnavailable`.
  public init(
    _ runtime: OnnxRuntime, path: String, settings: SessionSettings = SessionSettings()
  ) throws(InferenceError) {
    guard Folder.hasFile(at: path) else {
      throw InferenceError(.modelUnreadable, "\(path): there is no such file")
    }
    if settings.provider.kind != .cpu { runtime.preloadCUDA() }
    let options = try Self.options(settings, on: runtime)
    do {
      handle = try SessionHandle(runtime, path: path, options: options)
      inputs = try handle.ports(.input)
      outputs = try handle.ports(.output)
      metadata = try handle.metadata()
    } catch {
      throw InferenceError(
        .modelUnreadable,
        "\(path) cannot be loaded as an ONNX model; export it again, with an opset that "
          + "ONNX Runtime \(runtime.release) knows",
        cause: error)
    }
    self.runtime = runtime
    inputNames = CStringList(inputs.map(\.name))
    outputNames = CStringList(outputs.map(\.name))
  }

  /// Runs a model that takes one input.
  func run(
    _ input: borrowing InputTensor, cancellation: RunCancellation
  ) throws(OrtFailure) -> OutputTensors {
    try run(feeds: [input.raw], cancellation: cancellation)
  }

  /// Runs the model and answers all outputs, in order.
  ///
  /// The corresponding C function is `Run`. `feeds` has an `OrtValue` for each input, in the order
  /// of ``inputs``; the caller keeps them alive.
  func run(
    feeds: [OpaquePointer?], cancellation: RunCancellation
  ) throws(OrtFailure) -> OutputTensors {
    var values = OutputTensors(runtime: runtime, count: outputs.count)
    let api = runtime.api
    let status = inputNames.withPointers { inputNames, _ in
      outputNames.withPointers { outputNames, count in
        api.pointee.Run(
          handle.raw, cancellation.raw, inputNames, feeds, feeds.count, outputNames, count,
          &values.raw)
      }
    }
    try api.check(status)
    return values
  }

  private static func options(
    _ settings: SessionSettings, on runtime: OnnxRuntime
  ) throws(InferenceError) -> SessionOptions {
    do {
      return try SessionOptions.make(settings, on: runtime)
    } catch {
      let provider = settings.provider
      throw InferenceError(
        .providerUnavailable,
        "\(runtime.path) cannot run models on \(provider.name); \(try remedy(provider, runtime)), "
          + "or choose cpu",
        cause: error)
    }
  }

  /// What to do about a provider that does not start.
  private static func remedy(
    _ provider: Provider, _ runtime: OnnxRuntime
  ) throws(InferenceError) -> String {
    let isBuiltIn = try runtime.providerNames().contains {
      $0.lowercased() == provider.name.lowercased() + "executionprovider"
    }
    switch (provider.kind, isBuiltIn) {
    case (.openVINO, false):
      return "`emend runtime install --openvino` gets a library with OpenVINO"
    case (.cuda, false), (.tensorRT, false):
      return "`emend runtime install --gpu` gets a library for NVIDIA"
    case (.cuda, true), (.tensorRT, true):
      let libraries = provider.kind == .tensorRT ? " and TensorRT's libraries" : ""
      return "it is built for it, but this machine lacks NVIDIA's driver\(libraries): install them"
    case (_, true): return "it is built for it, but this machine lacks what it needs"
    case (_, false):
      return "its providers are \(try runtime.providerNames().joined(separator: ", "))"
    }
  }
}
