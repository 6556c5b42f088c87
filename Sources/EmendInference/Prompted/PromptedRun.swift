/// One piece of a segmenter's work, which any thread may stop.
public final class PromptedRun: Sendable {
  let cancellation: RunCancellation

  init(_ runtime: OnnxRuntime) throws(InferenceError) {
    do {
      cancellation = try RunCancellation(runtime)
    } catch {
      throw InferenceError(.runtimeUnusable, "\(runtime.path) cannot run models", cause: error)
    }
  }

  /// Stops the work, now or when it begins; it throws the code `cancelled`.
  public func cancel() { cancellation.cancel() }
}
