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
  private let state = Mutex(State())

  private struct State {
    var idle: [WorkerProcess] = []
    /// Images in a row that broke a copy or the protocol.
    var failures = 0
    /// Objects of labels that are none of the worker's, which are left out.
    var strangers: Set<String> = []
  }

  /// A program that fails so often has a fault of its own, and each of ten thousand images would
  /// only say so again.
  private static let failureLimit = 5

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
      giveBack(process, failed: false)
      return .success(Answer(answer, labels, settings, onStranger: note))
    case .refused(let refusal):
      giveBack(process, failed: false)
      return .failure(failure(image, refusal.description))
    case .wrong(let sentence):
      giveBack(process, failed: true)
      return .failure(try count(failure(image, sentence)))
    case .broken(let sentence):
      process.stop()
      return .failure(try count(failure(image, "\(plan.name): \(sentence)")))
    case .interrupted:
      process.stop()
      return nil
    }
  }

  func close() {
    let (idle, strangers) = state.withLock { state in
      defer { state.idle = [] }
      return (state.idle, state.strangers)
    }
    for process in idle { process.end() }
    guard !strangers.isEmpty else { return }
    let names = strangers.sorted().prefix(6).joined(separator: ", ")
    Console.note(
      "\(plan.name): objects of \(Words.count(strangers.count, "label")) that its card does not "
        + "name were left out: \(names)")
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
    if let process = state.withLock({ $0.idle.popLast() }) { return process }
    return try WorkerProcess(plan)
  }

  private func giveBack(_ process: WorkerProcess, failed: Bool) {
    state.withLock { state in
      state.idle.append(process)
      if !failed { state.failures = 0 }
    }
  }

  private func note(stranger: String) {
    // Open vocabularies have no end.
    state.withLock { if $0.strangers.count < 1_000 { $0.strangers.insert(stranger) } }
  }

  private func failure(_ image: ImageFile, _ sentence: String) -> CommandFailure {
    CommandFailure("\(image.path.display): \(sentence)")
  }

  /// - Throws: what ends the run when too many failed in a row.
  private func count(_ failure: CommandFailure) throws -> CommandFailure {
    let failures = state.withLock { state in
      state.failures += 1
      return state.failures
    }
    guard failures < Self.failureLimit else {
      throw CommandFailure(
        "\(failure)\n\(plan.name): it failed on \(failures) images in a row, so the others are not "
          + "tried; mend it, then give the same command again\(plan.logClause)")
    }
    return failure
  }
}
