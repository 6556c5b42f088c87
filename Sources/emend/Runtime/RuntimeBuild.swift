/// A build of ONNX Runtime, as pip names it.
enum RuntimeBuild: String, CaseIterable {
  case processor = "onnxruntime"
  case nvidia = "onnxruntime-gpu"
  case openVINO = "onnxruntime-openvino"

  init(isForGPU: Bool, hasOpenVINO: Bool) {
    self = isForGPU ? .nvidia : hasOpenVINO ? .openVINO : .processor
  }

  /// Tested with every model that emend reads; releases from 1.22 on are known to work.
  ///
  /// Intel's build follows later than the others: 1.24.1 was its newest in 2026-11.
  private var requirement: String {
    switch self {
    case .processor: "onnxruntime==1.31.1"
    case .nvidia: "onnxruntime-gpu[cuda,cudnn]==1.31.1"
    case .openVINO: "onnxruntime-openvino==1.24.1"
    }
  }

  /// Puts the build into emend's own environment, in place of any other: all builds lie in one
  /// folder of the environment, and pip would take one that is half overwritten for installed.
  ///
  /// - Throws: ``CommandFailure`` with what to install or try.
  func install(words: [String]) throws {
    let home = PythonHome(purpose: .runtime)
    try home.remove(Self.allCases.filter { $0 != self }.map(\.rawValue))
    try home.install([requirement], words: words)
  }
}
