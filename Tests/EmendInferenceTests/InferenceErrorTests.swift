import EmendInference
import Testing

@Suite struct InferenceErrorTests {
  struct Cause: Error, CustomStringConvertible {
    let description: String
  }

  @Test func nothingOfAMessageReachesTheTerminalAsAnOrder() {
    let error = InferenceError(
      .runFailed, "a\u{1b}[2Jb", cause: Cause(description: "c\u{7}\u{202e}d\n"))
    #expect(error.description == "a\u{fffd}[2Jb (c\u{fffd}\u{fffd}d\u{fffd})")
  }

  @Test(arguments: ["cpu", "cuda", "tensorrt", "openvino", "XNNPACK"])
  func aProviderKeepsItsName(name: String) {
    #expect(Provider(name: name).name == name)
    #expect(
      Provider(name: name.uppercased()).kind == Provider(name: name).kind || name == "XNNPACK")
  }

  @Test func tensorRTKeepsItsEngines() {
    let provider = Provider.tensorRT(enginesIn: "/cache")
    #expect(provider.options["trt_engine_cache_enable"] == "1")
    #expect(provider.options["trt_engine_cache_path"] == "/cache")
    #expect(provider.prefersBatches)
    #expect(!Provider.cpu.prefersBatches)
  }
}
