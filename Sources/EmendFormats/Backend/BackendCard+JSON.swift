extension BackendCard {
  /// The whole card as one object, which ``init(_:file:)`` reads back.
  public var json: JSONValue {
    var members: [JSONValue.Member] = []
    switch kind {
    case .worker(let program): members = program.members
    case .labelStudio(let server): members = server.members
    }
    return .object(
      members + [
        .init("purpose", .string(purpose.rawValue)),
        .init("labels", .array(labels.map(JSONValue.string))),
        .init("timeout", .number(timeout)),
      ])
  }
}

extension WorkerProgram {
  fileprivate var members: [JSONValue.Member] {
    var members: [JSONValue.Member] = [
      .init("backend", .string("worker")), .init("command", .array(words.map(JSONValue.string))),
    ]
    if let folder { members.append(.init("folder", .string(folder))) }
    let files = files.map { JSONValue.Member($0.path, .string($0.digest ?? "")) }
    return members + [
      .init("files", .object(files)), .init("processes", .number(processes)),
      .init("start", .number(startTimeout)), .init("options", options),
    ]
  }
}

extension LabelServer {
  fileprivate var members: [JSONValue.Member] {
    [
      .init("backend", .string("label-studio")), .init("url", .string(address)),
      .init("send", .string(sending.rawValue)), .init("root", .string(root)),
      .init("batch", .number(batch)), .init("connections", .number(connections)),
      .init("config", .string(configuration)), .init("retries", .number(retries)),
    ]
  }
}
