import COnnxRuntime

extension OnnxRuntime {
  /// The providers that the library was built with, in ONNX Runtime's names and order of
  /// preference: `["CUDAExecutionProvider", "CPUExecutionProvider"]`.
  ///
  /// One that is listed may still fail to start, where its own libraries or the driver are absent.
  ///
  /// The corresponding C function is `GetAvailableProviders`.
  public func providerNames() throws(InferenceError) -> [String] {
    do {
      var names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
      var count: Int32 = 0
      try api.check(api.pointee.GetAvailableProviders(&names, &count))
      let list = UnsafeBufferPointer(start: names, count: Int(count))
      let copies = list.compactMap { $0.map { String(cString: $0) } }
      try api.check(api.pointee.ReleaseAvailableProviders(names, count))
      return copies
    } catch {
      throw InferenceError(.runtimeUnusable, "\(path) lists no providers", cause: error)
    }
  }

  /// Loads the CUDA libraries that pip put beside the GPU build of ONNX Runtime.
  ///
  /// The provider's library has no path to them. The loader finds one by its name once it is in
  /// the process, so loading them in the order in which they need one another is enough.
  /// - Returns: those that did not load.
  @discardableResult
  public func preloadCUDA() -> [String] {
    Self.cudaLibraries(beside: path).filter { emend_ort_preload($0) == 0 }
  }

  /// The CUDA libraries in `site-packages/nvidia`, in the order in which they need one another.
  ///
  /// Both layouts: one folder for all from CUDA 13 on (`nvidia/cu13/lib`), one for each before
  /// (`nvidia/cublas/lib`).
  static func cudaLibraries(beside library: String) -> [String] {
    let parts = library.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count > 3, parts[parts.count - 2] == "capi" else { return [] }
    let root = parts.dropLast(3).joined(separator: "/") + "/nvidia"
    let order = [
      "libcudart.", "libnvrtc.", "libcublasLt.", "libcublas.", "libcurand.", "libnvJitLink.",
      "libcufft.", "libcudnn.", "libcudnn_graph.",
    ]
    let files = Folder.names(at: root).flatMap { part in
      let folder = "\(root)/\(part)/lib"
      return Folder.names(at: folder).filter { $0.contains(".so") }.map {
        (folder: folder, name: $0)
      }
    }
    return order.flatMap { start in
      files.filter { $0.name.hasPrefix(start) }.map { "\($0.folder)/\($0.name)" }
    }
  }
}
