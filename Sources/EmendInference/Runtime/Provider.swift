/// What a model runs on.
public struct Provider: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case cpu
    case cuda
    case tensorRT
    /// Intel's engine, on the processor unless ``Provider/options`` name another device.
    case openVINO
    /// Another one built into the library, under its short name: `XNNPACK`.
    case named(String)
  }

  public var kind: Kind
  /// Passed on to the provider as they are: `["device_id": "1"]`.
  public var options: [String: String]

  public init(_ kind: Kind, options: [String: String] = [:]) {
    self.kind = kind
    self.options = options
  }

  public static let cpu = Provider(.cpu)

  /// The provider that a person names: `cpu`, `cuda`, `tensorrt` or `openvino` in any case, or the
  /// library's short name of another.
  public init(name: String, options: [String: String] = [:]) {
    switch name.lowercased() {
    case "cpu": self.init(.cpu, options: options)
    case "cuda": self.init(.cuda, options: options)
    case "tensorrt": self.init(.tensorRT, options: options)
    case "openvino": self.init(.openVINO, options: options)
    default: self.init(.named(name), options: options)
    }
  }

  /// TensorRT, which keeps the engines it builds in `folder`.
  ///
  /// Building an engine takes minutes; the next start reads it in seconds.
  public static func tensorRT(enginesIn folder: String) -> Provider {
    Provider(
      .tensorRT, options: ["trt_engine_cache_enable": "1", "trt_engine_cache_path": folder])
  }

  /// The name a person gives it.
  public var name: String {
    switch kind {
    case .cpu: "cpu"
    case .cuda: "cuda"
    case .tensorRT: "tensorrt"
    case .openVINO: "openvino"
    case .named(let name): name
    }
  }

  /// Whether batches make it faster; on the CPU they cost a tenth of the speed.
  ///
  /// Measured with YOLO11n at 640 px on 2 cores, 2026-11: 36 images/s one by one, 32 in fours.
  public var prefersBatches: Bool {
    switch kind {
    case .cuda, .tensorRT: true
    case .cpu, .openVINO, .named: false
    }
  }
}
