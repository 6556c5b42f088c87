import EmendFormats
import EmendInference
import EmendStore
import Foundation

/// What a model runs on, from the command line or emend.yaml.
struct ProviderChoice {
  let provider: Provider
  /// Threads that decode and infer.
  let workers: Int
  /// Images in one run of the model.
  let batch: Int

  /// - Parameters:
  ///   - name: from the command line; nil takes the settings'.
  ///   - opened: TensorRT keeps its engines in the project, because making one takes minutes.
  init(_ name: String?, in opened: OpenProject) {
    let settings = opened.settings.predict
    let chosen = Provider(name: name ?? settings.provider.rawValue)
    provider =
      chosen.kind == .tensorRT
      ? .tensorRT(enginesIn: opened.project.folder.text + "/models/engines") : chosen
    let cores = ProcessInfo.processInfo.activeProcessorCount
    workers = settings.threads > 0 ? settings.threads : max(1, cores)
    batch = provider.prefersBatches ? settings.batch : 1
  }
}
