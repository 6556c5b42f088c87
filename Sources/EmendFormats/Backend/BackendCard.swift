import EmendCore

/// A model that is no file: a program that answers images, or a server that does.
public struct BackendCard: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// A program that takes one line an image and answers one.
    case worker(WorkerProgram)
    /// A server that speaks Label Studio's protocol for models.
    case labelStudio(LabelServer)
  }

  public enum Purpose: String, CaseIterable, Sendable {
    case detect
    case segment
    case classify
    /// Boxes with what is written in them.
    case read
  }

  public var kind: Kind
  public var purpose: Purpose
  /// What it may answer; empty for the project's labels.
  public var labels: [String]
  /// Seconds in which one image must be answered.
  public var timeout: Double

  public init(
    _ kind: Kind, purpose: Purpose = .detect, labels: [String] = [], timeout: Double = 60
  ) {
    (self.kind, self.purpose, self.labels, self.timeout) = (kind, purpose, labels, timeout)
  }

  /// One line about it: `worker detect, python3 model.py, 4 labels`; fit to print.
  public var summary: String {
    var parts: [String] = []
    switch kind {
    case .worker(let program):
      parts = ["worker \(purpose.rawValue)", program.words.joined(separator: " ")]
      if program.processes > 1 { parts.append("\(program.processes) processes") }
    case .labelStudio(let server):
      parts = ["label-studio \(purpose.rawValue)", server.address]
    }
    let count = labels.count
    parts.append(labels.isEmpty ? "the project's labels" : "\(count) label\(count == 1 ? "" : "s")")
    return SafeText.display(parts.joined(separator: ", "))
  }
}

/// A program that emend starts and stops.
public struct WorkerProgram: Hashable, Sendable {
  /// The first is looked for on the PATH.
  public var words: [String]
  /// Where it runs; nil for the card's own folder.
  public var folder: String?
  /// What its answers come from besides, from its folder: weights, modules.
  public var files: [File]
  /// Copies that run at once.
  public var processes: Int
  /// Seconds until a copy must be ready.
  public var startTimeout: Double
  /// The user's own words to it, as JSON.
  public var options: JSONValue

  public struct File: Hashable, Sendable {
    public var path: String
    /// SHA-256; nil where the card does not say.
    public var digest: String?

    public init(path: String, digest: String? = nil) { (self.path, self.digest) = (path, digest) }
  }

  public init(
    words: [String], folder: String? = nil, files: [File] = [], processes: Int = 1,
    startTimeout: Double = 300, options: JSONValue = .object([])
  ) {
    (self.words, self.folder, self.files) = (words, folder, files)
    (self.processes, self.startTimeout, self.options) = (processes, startTimeout, options)
  }
}

/// A server of Label Studio's protocol.
public struct LabelServer: Hashable, Sendable {
  /// How an image gets to the server.
  public enum Sending: String, CaseIterable, Sendable {
    /// As a file of Label Studio's local storage below ``root``, for a server that sees the same
    /// files.
    case localFiles = "local-files"
    /// Its absolute path, for a server that opens what it is told.
    case path
    /// Its bytes in the request, as a `data:` address.
    case bytes
  }

  /// `http://host:9090`, without a slash at the end.
  public var address: String
  public var sending: Sending
  /// The server's LABEL_STUDIO_LOCAL_FILES_DOCUMENT_ROOT, absolute.
  public var root: String
  /// Images in one request.
  public var batch: Int
  /// Requests at once.
  public var connections: Int
  /// What the project is to the server, as Label Studio's XML; empty for what follows from the
  /// labels and the purpose.
  public var configuration: String
  /// How often a request is made again that failed on the way or in the server.
  public var retries: Int

  public init(
    address: String, sending: Sending = .localFiles, root: String = "/", batch: Int = 8,
    connections: Int = 1, configuration: String = "", retries: Int = 4
  ) {
    self.address = address.hasSuffix("/") ? String(address.dropLast()) : address
    (self.sending, self.root) = (sending, root)
    (self.batch, self.connections) = (batch, connections)
    (self.configuration, self.retries) = (configuration, retries)
  }
}
