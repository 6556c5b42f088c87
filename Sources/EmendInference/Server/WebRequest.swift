import CCurl
import Glibc

/// One request to a server, by HTTP or HTTPS.
public struct WebRequest: Sendable {
  /// Begins with `http://` or `https://`.
  public var url: String
  /// JSON that is posted; nil asks without a body.
  public var body: [UInt8]?
  /// `name:password`.
  public var credentials: String?
  /// Seconds for all of it; until the server is reached, ten of them.
  public var timeout: Double
  /// Whether to give up, asked about once a second; it captures nothing.
  public var isCancelled: @convention(c) () -> Int32

  /// Bytes of the longest answer.
  static let limit = 256 << 20

  public init(
    _ url: String, body: [UInt8]? = nil, credentials: String? = nil, timeout: Double,
    isCancelled: @convention(c) () -> Int32 = { 0 }
  ) {
    (self.url, self.body, self.credentials) = (url, body, credentials)
    (self.timeout, self.isCancelled) = (timeout, isCancelled)
  }

  /// Sends it and waits for the answer, whatever its status.
  ///
  /// The corresponding C function is `curl_easy_perform`.
  /// - Throws: ``WebFailure`` when nothing came back.
  public func send() throws(WebFailure) -> WebAnswer {
    guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
      throw WebFailure(.unreachable, "\(url): begins with neither http:// nor https://")
    }
    var response = EmendResponse()
    let code = withRequest { emend_curl_send($0, &response) }
    let body = UnsafeBufferPointer(start: response.body, count: response.bodySize)
    defer { free(response.body) }
    guard code == 1 else { throw failure(code, response) }
    return WebAnswer(status: response.status, body: body.map { UInt8(bitPattern: $0) })
  }

  private func withRequest(_ perform: (UnsafePointer<EmendRequest>) -> Int32) -> Int32 {
    url.withCString { url in
      (credentials ?? "").withCString { credentials in
        (body ?? []).withUnsafeBytes { bytes in
          let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
          var request = EmendRequest(
            url: url, body: body == nil ? nil : start, bodySize: bytes.count,
            credentials: self.credentials == nil ? nil : credentials,
            connectMilliseconds: Int(min(10, timeout) * 1000),
            milliseconds: Int(timeout * 1000), limit: Self.limit, isCancelled: isCancelled)
          return perform(&request)
        }
      }
    }
  }

  private func failure(_ code: Int32, _ response: EmendResponse) -> WebFailure {
    guard code == 0 else {
      return WebFailure(
        .noLibrary, "libcurl, which speaks to servers, is not installed (Debian's libcurl4)")
    }
    let error = withUnsafeBytes(of: response.error) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return WebFailure(WebFailure.Kind(code: response.code), error.printable)
  }
}

/// What a server answered.
public struct WebAnswer: Sendable {
  /// HTTP's: 200 is good.
  public var status: Int
  public var body: [UInt8]

  /// The beginning of the body on one line, fit to print.
  public var excerpt: String {
    let text = String(decoding: body.prefix(200), as: UTF8.self)
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ").printable
  }
}

/// Why nothing came back.
public struct WebFailure: Error, Sendable, CustomStringConvertible {
  public enum Kind: Sendable {
    case noLibrary
    /// The server is not there, or cannot be reached.
    case unreachable
    case late
    case cancelled
    /// It hung up, or the certificate is bad, or anything else on the way.
    case broken
  }

  public var kind: Kind
  /// Fit to print.
  public var description: String

  init(_ kind: Kind, _ description: String) { (self.kind, self.description) = (kind, description) }
}

extension WebFailure.Kind {
  fileprivate init(code: Int32) {
    switch Int(code) {
    case EMEND_CURL_PROXY, EMEND_CURL_HOST, EMEND_CURL_CONNECT: self = .unreachable
    case EMEND_CURL_TIME: self = .late
    case EMEND_CURL_CANCELLED: self = .cancelled
    default: self = .broken
    }
  }
}
