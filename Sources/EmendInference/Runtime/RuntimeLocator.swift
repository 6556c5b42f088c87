/// Where the ONNX Runtime library of this machine is, and how it was found.
public struct RuntimeLocation: Hashable, Sendable {
  public enum Origin: String, CaseIterable, Sendable {
    case named = "the path that was given"
    case variable = "EMEND_ONNXRUNTIME"
    case installed = "emend runtime install"
    case virtualEnvironment = "VIRTUAL_ENV"
    case conda = "CONDA_PREFIX"
    case system = "the system's library folders"
  }

  /// The library file.
  public let path: String
  public let origin: Origin
  /// The folders that were looked into, in order; the last one holds the library.
  public let tried: [String]
}

/// Finds the ONNX Runtime library.
///
/// Looked at in this order, first match wins:
/// 1. a path from the command line or the project's settings,
/// 2. `EMEND_ONNXRUNTIME`, a library file or a folder that holds one,
/// 3. what `emend runtime install` made, `$XDG_DATA_HOME/emend/runtime`,
/// 4. the active Python environment, `VIRTUAL_ENV` or `CONDA_PREFIX`,
/// 5. the system's library folders.
///
/// If 1 or 2 names a place, it is the only one that counts: a wrong path is an error and never
/// silently another library.
public struct RuntimeLocator: Sendable {
  /// A place to look, and what led there.
  private struct Place {
    var folder: String
    var origin: RuntimeLocation.Origin
  }

  private let named: String?
  private let environment: [String: String]
  private let systemFolders: [String]

  /// - Parameters:
  ///   - named: a library file or a folder that holds one; nil where nobody named one.
  ///   - environment: the process's variables.
  ///   - systemFolders: where Debian, Fedora and Microsoft's archive put libraries.
  public init(
    named: String? = nil, environment: [String: String],
    systemFolders: [String] = [
      "/usr/local/lib", "/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib64",
      "/opt/onnxruntime/lib",
    ]
  ) {
    self.named = named
    self.environment = environment
    self.systemFolders = systemFolders
  }

  /// The folder of the Python environment that `emend runtime install` makes.
  ///
  /// It is nil where neither `XDG_DATA_HOME` nor `HOME` is set.
  public var installFolder: String? {
    let data = variable("XDG_DATA_HOME") ?? variable("HOME").map { $0 + "/.local/share" }
    return data.map { $0 + "/emend/runtime" }
  }

  /// - Throws: ``InferenceError`` of code `runtimeMissing`, which lists the places.
  public func locate() throws(InferenceError) -> RuntimeLocation {
    if let named, !named.isEmpty { return try only(named, origin: .named) }
    if let place = variable("EMEND_ONNXRUNTIME") { return try only(place, origin: .variable) }
    var tried: [String] = []
    for place in places {
      tried.append(place.folder)
      if let path = Self.library(at: place.folder) {
        return RuntimeLocation(path: path, origin: place.origin, tried: tried)
      }
    }
    throw InferenceError(
      .runtimeMissing,
      "ONNX Runtime was not found in \(tried.joined(separator: ", ")); "
        + "`emend runtime install` gets it, or set EMEND_ONNXRUNTIME to the library")
  }

  private func variable(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  private func only(
    _ place: String, origin: RuntimeLocation.Origin
  ) throws(InferenceError) -> RuntimeLocation {
    guard let path = Self.library(at: place) else {
      throw InferenceError(
        .runtimeMissing,
        "no ONNX Runtime library at \(place), named by \(origin.rawValue); "
          + "correct it, or leave it out after `emend runtime install`")
    }
    return RuntimeLocation(path: path, origin: origin, tried: [place])
  }

  private var places: [Place] {
    var places: [Place] = []
    let prefixes: [(String?, RuntimeLocation.Origin)] = [
      (installFolder, .installed), (variable("VIRTUAL_ENV"), .virtualEnvironment),
      (variable("CONDA_PREFIX"), .conda),
    ]
    for case (let prefix?, let origin) in prefixes {
      places += Self.folders(under: prefix).map { Place(folder: $0, origin: origin) }
    }
    return places + systemFolders.map { Place(folder: $0, origin: .system) }
  }

  /// The folders of a Python environment that can hold the library: pip's, then conda's.
  private static func folders(under prefix: String) -> [String] {
    let lib = prefix + "/lib"
    let versions = Folder.names(at: lib).filter { $0.hasPrefix("python3") }
    return versions.map { "\(lib)/\($0)/site-packages/onnxruntime/capi" } + [lib]
  }

  private static func library(at place: String) -> String? {
    if Folder.hasFile(at: place) { return place }
    // The longest name is the one with the full release; the shorter ones are links to it.
    let names = Folder.names(at: place).filter { $0.hasPrefix("libonnxruntime.so") }
    return names.max { $0.utf8.count < $1.utf8.count }.map { "\(place)/\($0)" }
  }
}
