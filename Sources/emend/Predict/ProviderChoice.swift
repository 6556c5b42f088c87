import EmendFormats
import EmendInference
import EmendStore
import Foundation

/// What a model runs on, from the command line or emend.yaml.
struct ProviderChoice {
  /// The wanted ones, best first: the first that runs here is taken.
  let providers: [Provider]
  /// Threads that decode and infer.
  let workers: Int
  private let batch: Int

  /// - Parameters:
  ///   - names: from the command line, as `tensorrt,cuda,cpu`; nil takes the settings'.
  ///   - opened: TensorRT keeps its engines in the project, because making one takes minutes.
  init(_ names: String?, in opened: OpenProject) {
    let settings = opened.settings.predict
    let engines = opened.project.folder.text + "/models/engines"
    providers = (names ?? settings.provider).split(separator: ",").map {
      let provider = Provider(name: $0.trimmingCharacters(in: .whitespaces))
      return provider.kind == .tensorRT ? .tensorRT(enginesIn: engines) : provider
    }
    let cores = ProcessInfo.processInfo.activeProcessorCount
    workers = settings.threads > 0 ? settings.threads : max(1, cores)
    batch = settings.batch
  }

  /// Images in one run of a model on a provider.
  func batch(on provider: Provider) -> Int { provider.prefersBatches ? batch : 1 }

  /// Loads something on the first provider that runs here.
  ///
  /// One that does not is said with its reason, because the next may be a hundred times slower.
  /// - Throws: what `load` throws for the last one, and every error that is not of its provider.
  func first<Loaded>(_ load: (Provider) throws -> Loaded) throws -> Loaded {
    guard let last = providers.last else {
      throw CommandFailure("no provider is named; name one, such as cpu, or several: cuda,cpu")
    }
    for (place, provider) in providers.dropLast().enumerated() {
      do {
        return try load(provider)
      } catch let error as InferenceError where error.code == .providerUnavailable {
        Console.note("\(error); trying \(providers[place + 1].name)")
      }
    }
    return try load(last)
  }
}
