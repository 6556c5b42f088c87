import EmendCore
import EmendInference
import EmendRaster
import Testing

/// What needs a real library and a real model.
@Suite(.enabled(if: PeerCases.folder != nil, "EMEND_PEER_CASES names no folder"))
struct PeerSessionTests {
  private let grey = PixelImage(width: 9, height: 9, pixels: Array(repeating: 99, count: 243))

  @Test func aCancelledDetectorSaysSo() throws {
    let detector = try PeerCases().detector("models/yolo11n.onnx")
    _ = try detector.detect(grey)
    detector.cancel()
    let error = #expect(throws: InferenceError.self) { try detector.detect(grey) }
    #expect(error?.code == .cancelled)
  }

  @Test func aProviderThatTheLibraryLacksIsAnErrorAndNotTheCPU() throws {
    let runtime = try OnnxRuntime(RuntimeLocator(environment: TestFiles.environment).locate())
    guard try !runtime.providerNames().contains("CUDAExecutionProvider") else { return }
    let path = try PeerCases().folder + "/models/yolo11n.onnx"
    let error = #expect(throws: InferenceError.self) {
      try Detector(runtime, path: path, settings: SessionSettings(provider: Provider(name: "cuda")))
    }
    #expect(error?.code == .providerUnavailable)
    #expect(error?.message.contains("cuda") == true)
  }

  @Test func aFileThatIsNoModelIsNamed() throws {
    var folder = try TemporaryFolder()
    let path = try folder.write("broken.onnx", "not a model")
    let runtime = try OnnxRuntime(RuntimeLocator(environment: TestFiles.environment).locate())
    for file in [path, "/nowhere/model.onnx"] {
      let error = #expect(throws: InferenceError.self) { try Detector(runtime, path: file) }
      #expect(error?.code == .modelUnreadable)
      #expect(error?.message.contains(file) == true)
    }
  }
}
