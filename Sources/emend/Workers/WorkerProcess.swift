import EmendCore
import EmendFormats

/// One running copy of a worker, which has said that it is ready.
// Unchecked, because it is full of state: `WorkerBackend` hands a copy to one thread at a time,
// under a lock.
final class WorkerProcess: @unchecked Sendable {
  private let program: LineProgram
  private let plan: WorkerPlan

  enum Outcome {
    case answered(BackendAnswer)
    /// The worker's own reason why this image has no answer.
    case refused(WorkerFailure)
    /// The answer breaks the protocol; the copy may go on.
    case wrong(String)
    /// The copy has ended, or was ended because it did not answer.
    case broken(String)
    case interrupted
  }

  /// Starts a copy and waits until it is ready; nil when ctrl+c is pressed meanwhile.
  ///
  /// - Throws: ``CommandFailure`` or ``FormatError`` when it does not become ready.
  init?(_ plan: WorkerPlan) throws {
    self.plan = plan
    program = try LineProgram.start(
      plan.program.words, folder: plan.folder, environment: plan.environment, errors: plan.log.file)
    switch program.line(until: .now + .seconds(plan.program.startTimeout)) {
    case .line(let bytes): try checkReady(bytes)
    case .interrupted:
      program.end(grace: .zero)
      return nil
    case .late:
      throw CommandFailure(
        "\(plan.name): not ready within \(plan.program.startTimeout) s; its first line must be "
          + "\(Self.readyLine), or `start` in its card gives it longer\(plan.logClause)")
    case .ended: throw CommandFailure("\(plan.name): \(endSentence(" before it was ready"))")
    case .tooLong: throw CommandFailure("\(plan.name): its first line must be \(Self.readyLine)")
    }
  }

  private static let readyLine = "{\"ready\": \(WorkerRequest.version)}"

  private func checkReady(_ bytes: [UInt8]) throws {
    let line = try WorkerLine(bytes, number: program.lineNumber, file: plan.output)
    guard case .ready(let version) = line.content else {
      throw CommandFailure("\(plan.output): the first line must be \(Self.readyLine)")
    }
    guard version == WorkerRequest.version else {
      throw CommandFailure(
        "\(plan.name): speaks version \(version) of the protocol, and this emend speaks "
          + "\(WorkerRequest.version); change the worker, or use the emend that it was made for")
    }
  }

  /// Asks for one image.
  func answer(_ request: WorkerRequest) -> Outcome {
    let deadline = ContinuousClock.now + .seconds(plan.timeout)
    if let reason = program.write(request.line, until: deadline) { return outcome(reason) }
    while true {
      let reading = program.line(until: deadline)
      guard case .line(let bytes) = reading else { return outcome(reading) }
      do {
        let line = try WorkerLine(bytes, number: program.lineNumber, file: plan.output)
        // Any other is a late answer to an image that was given up.
        guard case .answer(request.id) = line.content else { continue }
        switch try line.answer(size: request.size) {
        case .success(let answer): return .answered(answer)
        case .failure(let refusal): return .refused(refusal)
        }
      } catch {
        plan.log.note("\(error)")
        return .wrong("\(error)")
      }
    }
  }

  private func outcome(_ reason: LineProgram.Reading) -> Outcome {
    switch reason {
    case .interrupted, .line: .interrupted
    case .ended: .broken(endSentence())
    case .late: .broken("no answer within \(plan.timeout) s, which is `timeout` in its card")
    case .tooLong: .broken("its answer is longer than \(LineProgram.lineLimit >> 20) MiB")
    }
  }

  /// `it ended with status 1: ValueError: no such file`.
  private func endSentence(_ when: String = "") -> String {
    let status = program.end(grace: .milliseconds(500))
    let how = status > 128 ? "was ended by signal \(status - 128)" : "ended with status \(status)"
    return "it \(how)\(when)" + (plan.log.lastWords.map { ": \($0)" } ?? "") + plan.logClause
  }

  /// Ends the copy when nothing more is asked.
  func end() { program.end(grace: .seconds(5)) }

  /// Ends the copy in the middle of its work.
  func stop() { program.end(grace: .zero) }
}
