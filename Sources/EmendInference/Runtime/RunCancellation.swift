import COnnxRuntime
import Synchronization

/// Stops the runs that were started with it, from any thread, for good.
// A class, because the thread that stops and those that run share it. Unchecked, because it
// holds a pointer: `RunOptionsSetTerminate` only sets a flag that runs read.
final class RunCancellation: @unchecked Sendable {
  let raw: OpaquePointer?
  private let runtime: OnnxRuntime
  private let cancelled = Atomic(false)

  /// The corresponding C function is `CreateRunOptions`.
  init(_ runtime: OnnxRuntime) throws(OrtFailure) {
    self.runtime = runtime
    var raw: OpaquePointer?
    try runtime.api.check(runtime.api.pointee.CreateRunOptions(&raw))
    self.raw = raw
  }

  deinit { runtime.api.pointee.ReleaseRunOptions(raw) }

  var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

  /// The corresponding C function is `RunOptionsSetTerminate`.
  func cancel() {
    cancelled.store(true, ordering: .releasing)
    // It has no way to fail but a null pointer, and a run that ends by itself does no harm.
    if let status = runtime.api.pointee.RunOptionsSetTerminate(raw) {
      runtime.api.pointee.ReleaseStatus(status)
    }
  }
}
