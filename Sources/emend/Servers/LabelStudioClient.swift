import EmendCore
import EmendFormats
import EmendInference
import Foundation

/// Requests to one server, made again where another try may help.
struct LabelStudioClient: Sendable {
  /// The model version's.
  let name: String
  let server: LabelServer

  /// A request that got no good answer.
  struct Failure: Error, CustomStringConvertible {
    enum Kind {
      case cancelled
      /// No request can succeed.
      case final
      /// Fewer images, or others, may.
      case thisRequest
    }

    var kind: Kind
    /// Fit to print.
    var description: String
  }

  /// Where a name and a password for the server are looked for; not in the card, which others read.
  static let loginVariable = "EMEND_LABEL_STUDIO_LOGIN"

  /// Whether the server is there; then what its model is called, once it knows the project.
  ///
  /// - Returns: part of what predictions are stored under; empty where the server does not say.
  func version(_ request: LabelStudioRequest, timeout: Double) throws -> String {
    _ = try send("/health", nil, timeout: 10, retries: server.retries)
    // A model may be loaded at this point.
    let body = try send("/setup", request.setup, timeout: max(300, timeout), retries: 0)
    let version = try LabelStudioAnswer.version(body, server: name)
    return version.isEmpty ? "" : ";server=" + version
  }

  /// What is said of each image.
  func predict(
    _ request: LabelStudioRequest, _ tasks: [LabelStudioRequest.Task], _ sizes: [ImageSize],
    timeout: Double, retries: Int
  ) throws(Failure) -> [Result<BackendAnswer, FormatError>] {
    let body = try send("/predict", request.predict(tasks), timeout: timeout, retries: retries)
    do throws(FormatError) {
      return try LabelStudioAnswer.answers(body, sizes: sizes, server: name)
    } catch {
      throw Failure(kind: .thisRequest, description: "\(error)")
    }
  }

  /// - Parameters:
  ///   - path: `/predict`.
  ///   - body: nil asks without one.
  ///   - timeout: seconds of one try.
  ///   - retries: further tries, after waits that double.
  /// - Returns: the body of an answer of status 200.
  /// - Throws: ``Failure`` of the last try.
  func send(
    _ path: String, _ body: [UInt8]?, timeout: Double, retries: Int
  ) throws(Failure) -> [UInt8] {
    var wait = Duration.milliseconds(500)
    for _ in 0..<retries {
      switch once(path, body, timeout: timeout) {
      case .success(let answer) where answer.status == 200: return answer.body
      // The server's own trouble, which may pass; 501 never does.
      case .success(let answer) where answer.status == 429 || 500...599 ~= answer.status: break
      case .success(let answer): throw refusal(answer, path)
      case .failure(let failure) where failure.kind == .unreachable || failure.kind == .broken:
        break
      case .failure(let failure): throw self.failure(failure, timeout)
      }
      pause(wait)
      wait = min(wait * 2, .seconds(8))
      if Interrupt.wasAsked { break }
    }
    switch once(path, body, timeout: timeout) {
    case .success(let answer) where answer.status == 200: return answer.body
    case .success(let answer): throw refusal(answer, path)
    case .failure(let failure): throw self.failure(failure, timeout)
    }
  }

  private func once(
    _ path: String, _ body: [UInt8]?, timeout: Double
  ) -> Result<WebAnswer, WebFailure> {
    let request = WebRequest(
      server.address + path, body: body, credentials: Environment[Self.loginVariable],
      timeout: timeout, isCancelled: { Interrupt.wasAsked ? 1 : 0 })
    return Result { () throws(WebFailure) in try request.send() }
  }

  private func pause(_ duration: Duration) {
    let end = ContinuousClock.now + duration
    while ContinuousClock.now < end, !Interrupt.wasAsked { Thread.sleep(forTimeInterval: 0.05) }
  }

  private func refusal(_ answer: WebAnswer, _ path: String) -> Failure {
    let start = "\(name): \(ImagePath(server.address).display)\(path) answered \(answer.status)"
    switch answer.status {
    case 401, 403:
      return Failure(
        kind: .final, description: "\(start); set \(Self.loginVariable)=NAME:PASSWORD")
    case 404, 405:
      return Failure(
        kind: .final, description: "\(start); is it a server of Label Studio's ML backends?")
    default:
      // It looks for the image in a Label Studio that is not there.
      let isLost = answer.excerpt.contains("/data/local-files/")
      let remedy =
        isLost
        ? "; start it with LABEL_STUDIO_LOCAL_FILES_DOCUMENT_ROOT=FOLDER above the images, and "
          + "give the same as `root` in its card" : ""
      return Failure(kind: .thisRequest, description: "\(start): \(answer.excerpt)\(remedy)")
    }
  }

  private func failure(_ failure: WebFailure, _ timeout: Double) -> Failure {
    let start = "\(name): \(ImagePath(server.address).display)"
    switch failure.kind {
    case .noLibrary: return Failure(kind: .final, description: failure.description)
    case .cancelled: return Failure(kind: .cancelled, description: failure.description)
    case .unreachable:
      return Failure(
        kind: .final,
        description: "\(start) cannot be reached (\(failure)); start the server, or correct `url`")
    case .late:
      return Failure(
        kind: .thisRequest,
        description:
          "\(start) gave no answer within \(timeout) s; `timeout` in its card is for one "
          + "image")
    case .broken:
      return Failure(kind: .thisRequest, description: "\(start) broke off: \(failure)")
    }
  }
}
