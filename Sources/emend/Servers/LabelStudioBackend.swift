import EmendCore
import EmendFormats
import EmendInference
import EmendStore
import Foundation

/// A server of Label Studio's protocol for models.
final class LabelStudioBackend: Backend {
  let family = "label-studio"
  let labels: [String]
  /// The server's release of its model makes other predictions.
  let variant: String
  var workers: Int { client.server.connections }
  var batch: Int { client.server.batch }
  private let client: LabelStudioClient
  private let request: LabelStudioRequest
  /// Seconds for one image.
  private let timeout: Double
  private let troubles: BackendTroubles

  private struct Asked {
    var image: ImageFile
    var task: LabelStudioRequest.Task
  }

  /// Asks the server whether it is there, and tells it what the project is.
  ///
  /// - Throws: ``LabelStudioClient/Failure`` when it cannot be reached or is no such server.
  init(_ model: ModelVersion, _ server: LabelServer, in opened: OpenProject) throws {
    _ = try ModelFile(model, in: opened.project)
    let card = model.backend
    let names = opened.labels.map(\.name)
    labels = card.map { $0.labels.isEmpty ? names : $0.labels } ?? names
    timeout = card?.timeout ?? 60
    client = LabelStudioClient(name: model.name, server: server)
    request = LabelStudioRequest(server, card?.purpose ?? .detect, labels: labels)
    troubles = BackendTroubles(model.name)
    variant = try client.version(request, timeout: timeout)
  }

  func answer(_ images: [ImageFile], _ settings: PredictionSettings) throws -> [ImageAnswer] {
    var answers: [ImageAnswer] = []
    var asked: [Asked] = []
    for image in images {
      do {
        asked.append(Asked(image: image, task: try task(image)))
      } catch {
        answers.append(ImageAnswer(image: image.image.id, result: .failure(error)))
      }
    }
    return asked.isEmpty ? answers : try answers + ask(asked, settings, client.server.retries)
  }

  private func ask(
    _ asked: [Asked], _ settings: PredictionSettings, _ retries: Int
  ) throws -> [ImageAnswer] {
    do throws(LabelStudioClient.Failure) {
      let found = try client.predict(
        request, asked.map(\.task), asked.map(\.image.image.size),
        timeout: timeout * Double(asked.count), retries: retries)
      return zip(asked, found).map { answer($0.image, $1, settings) }
    } catch {
      switch error.kind {
      case .cancelled: return []
      case .final: throw error
      case .thisRequest where asked.count > 1:
        // One image may be at fault, and the others are not to suffer for it.
        return try asked.flatMap { try ask([$0], settings, 0) }
      case .thisRequest:
        return try asked.map { one in
          let failure = try troubles.failure(one.image, error.description)
          return ImageAnswer(image: one.image.image.id, result: .failure(failure))
        }
      }
    }
  }

  private func answer(
    _ image: ImageFile, _ found: Result<BackendAnswer, FormatError>, _ settings: PredictionSettings
  ) -> ImageAnswer {
    let result = found.mapError { BackendTroubles.refusal(image, "\($0)") as any Error }.map {
      named in
      troubles.noteAnswer(leavingOut: named.leftOut)
      return Answer(named, labels, settings, onStranger: troubles.note(stranger:))
    }
    return ImageAnswer(image: image.image.id, result: result)
  }

  func close() { troubles.report() }

  private func task(_ image: ImageFile) throws -> LabelStudioRequest.Task {
    guard let path = String(validating: image.path.bytes, as: UTF8.self) else {
      throw BackendTroubles.refusal(
        image, "its name is not UTF-8, so no server can be told of it; rename it")
    }
    let sent = try request.image(path, format: image.image.format) {
      Data(try TextFile.bytes(path)).base64EncodedString()
    }
    guard let sent else {
      throw BackendTroubles.refusal(
        image,
        "not below \(client.server.root), the `root` in the card of \(client.name); correct "
          + "that, or set `send: path` or `send: bytes`")
    }
    return LabelStudioRequest.Task(id: Int(image.image.id.rawValue), image: sent)
  }
}
