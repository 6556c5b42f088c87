import EmendCore
import EmendFormats
import EmendInference
import EmendStore
import Synchronization

/// A program beside emend that answers images, in one or more copies.
///
/// Copies are started when they are needed. One that ends, or that does not answer in time, costs
/// the image that it was at; the next image gets a new copy.
final class WorkerBackend: Backend {
  let family = "worker"
  let labels: [String]
  var workers: Int { plan.program.processes }
  let batch = 1
  private let plan: WorkerPlan
  private let troubles: BackendTroubles
  private let idle = Mutex<[WorkerProcess]>([])

  /// - Throws: ``CommandFailure`` when one of the program's files is another than was registered.
  init(_ model: ModelVersion, _ program: WorkerProgram, in opened: OpenProject) throws {
    _ = try ModelFile(model, in: opened.project)
    let card = model.backend
    let names = opened.labels.map(\.name)
    labels = card.map { $0.labels.isEmpty ? names : $0.labels } ?? names
    plan = WorkerPlan(
      name: model.name, program: program,
      folder: opened.project.absolutePath(of: ImagePath(program.folder ?? ".")).text,
      timeout: card?.timeout ?? 60, log: try WorkerLog(model.name, in: opened.project))
    troubles = BackendTroubles(model.name)
    try checkFiles()
  }

  private func checkFiles() throws {
    for file in plan.program.files {
      let path = ImagePath(AbsolutePath.of(file.path, in: plan.folder))
      guard try Digest.sha256(file: path) != file.digest else { continue }
      throw CommandFailure(
        "\(path.display): not the file that was registered as part of \(plan.name); put it back, "
          + "or register what it is now by `emend model add`")
    }
  }

  func answer(_ images: [ImageFile], _ settings: PredictionSettings) throws -> [ImageAnswer] {
    try images.compactMap { image in
      try answer(image, settings).map { ImageAnswer(image: image.image.id, result: $0) }
    }
  }

  /// Nil when ctrl+c was pressed.
  private func answer(
    _ image: ImageFile, _ settings: PredictionSettings
  ) throws -> Result<Answer, any Error>? {
    let request: WorkerRequest
    do { request = try self.request(image) } catch { return .failure(error) }
    guard let process = try borrow() else { return nil }
    switch process.answer(request) {
    case .answered(let answer):
      giveBack(process)
      troubles.noteAnswer()
      return .success(Answer(answer, labels, settings, onStranger: troubles.note(stranger:)))
    case .refused(let refusal):
      giveBack(process)
      troubles.noteAnswer()
      return .failure(BackendTroubles.refusal(image, refusal.description))
    case .wrong(let sentence):
      giveBack(process)
      return .failure(try troubles.failure(image, sentence, remedy: plan.logClause))
    case .broken(let sentence):
      process.stop()
      return .failure(
        try troubles.failure(image, "\(plan.name): \(sentence)", remedy: plan.logClause))
    case .interrupted:
      process.stop()
      return nil
    }
  }

  func close() {
    let processes = idle.withLock { idle in
      defer { idle = [] }
      return idle
    }
    for process in processes { process.end() }
    troubles.report()
  }

  private func request(_ image: ImageFile) throws -> WorkerRequest {
    guard let path = String(validating: image.path.bytes, as: UTF8.self) else {
      throw CommandFailure(
        "\(image.path.display): its name is not UTF-8, so no worker can be told of it; rename it")
    }
    let stored = image.image
    return WorkerRequest(
      id: Int(stored.id.rawValue), path: path, sha256: stored.sha256, size: stored.size,
      orientation: stored.orientation, labels: labels)
  }

  private func borrow() throws -> WorkerProcess? {
    if let process = idle.withLock({ $0.popLast() }) { return process }
    return try WorkerProcess(plan)
  }

  private func giveBack(_ process: WorkerProcess) { idle.withLock { $0.append(process) } }
}
