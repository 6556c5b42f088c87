import EmendInference
import Testing

@Suite struct RuntimeLocatorTests {
  private static let capi = "lib/python3.11/site-packages/onnxruntime/capi/libonnxruntime.so.1.31.1"

  /// Every place holds a library; each row takes the first ones away.
  @Test func placesAreTriedInOrder() throws {
    var folder = try TemporaryFolder()
    let installed = try folder.write("data/emend/runtime/\(Self.capi)")
    let active = try folder.write("venv/\(Self.capi)")
    let conda = try folder.write("conda/lib/libonnxruntime.so.1.22.0")
    let system = try folder.write("system/libonnxruntime.so.1.20.0")
    let variable = try folder.write("mine/libonnxruntime.so")
    let named = try folder.write("named.so")
    var environment = [
      "EMEND_ONNXRUNTIME": variable, "XDG_DATA_HOME": folder.path + "/data",
      "VIRTUAL_ENV": folder.path + "/venv", "CONDA_PREFIX": folder.path + "/conda",
    ]
    let systemFolders = [folder.path + "/system"]
    func locate(_ named: String? = nil) throws -> RuntimeLocation {
      try RuntimeLocator(named: named, environment: environment, systemFolders: systemFolders)
        .locate()
    }
    #expect(try locate(named).path == named)
    #expect(try locate(named).origin == .named)
    #expect(try locate().path == variable)
    environment["EMEND_ONNXRUNTIME"] = nil
    #expect(try locate().path == installed)
    #expect(try locate().origin == .installed)
    environment["XDG_DATA_HOME"] = nil
    #expect(try locate().path == active)
    environment["VIRTUAL_ENV"] = nil
    #expect(try locate().path == conda)
    #expect(try locate().origin == .conda)
    environment["CONDA_PREFIX"] = ""
    #expect(try locate().path == system)
    #expect(try locate().tried == systemFolders)
  }

  @Test func theFullNameIsTakenBeforeTheLinksToIt() throws {
    var folder = try TemporaryFolder()
    _ = try folder.write("lib/libonnxruntime.so")
    _ = try folder.write("lib/libonnxruntime.so.1")
    let full = try folder.write("lib/libonnxruntime.so.1.31.1")
    _ = try folder.write("lib/libonnxruntime_providers_shared.so.with.a.long.name")
    let locator = RuntimeLocator(environment: ["EMEND_ONNXRUNTIME": folder.path + "/lib"])
    #expect(try locator.locate().path == full)
  }

  @Test func aWrongPlaceIsNeverReplacedSilently() throws {
    var folder = try TemporaryFolder()
    _ = try folder.write("venv/\(Self.capi)")
    let locator = RuntimeLocator(
      environment: ["EMEND_ONNXRUNTIME": "/nowhere", "VIRTUAL_ENV": folder.path + "/venv"])
    let error = #expect(throws: InferenceError.self) { try locator.locate() }
    #expect(error?.code == .runtimeMissing)
    #expect(error?.message.contains("/nowhere, named by EMEND_ONNXRUNTIME") == true)
  }

  @Test func notFoundListsThePlacesAndTheRemedy() throws {
    let locator = RuntimeLocator(
      environment: ["HOME": "/home/none", "VIRTUAL_ENV": "/venv/none"], systemFolders: ["/none"])
    let error = #expect(throws: InferenceError.self) { try locator.locate() }
    let message = try #require(error?.message)
    for part in [
      "/home/none/.local/share/emend/runtime/lib", "/venv/none/lib", "/none",
      "`emend runtime install`", "EMEND_ONNXRUNTIME",
    ] {
      #expect(message.contains(part), "\(message)")
    }
  }

  @Test func aFileThatIsNoLibraryIsNamed() throws {
    var folder = try TemporaryFolder()
    let path = try folder.write("libonnxruntime.so.1", "not a library")
    let error = #expect(throws: InferenceError.self) { try OnnxRuntime(path: path) }
    #expect(error?.code == .runtimeUnusable)
    #expect(error?.message.contains(path) == true)
  }

  @Test func aLibraryThatIsNotTheRuntimeIsNamed() throws {
    let error = #expect(throws: InferenceError.self) { try OnnxRuntime(path: "libm.so.6") }
    #expect(error?.message.contains("libm.so.6 is not ONNX Runtime") == true)
  }
}
