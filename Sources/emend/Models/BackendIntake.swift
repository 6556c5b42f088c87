import EmendCore
import EmendFormats
import EmendStore
import Foundation

/// Registers programs and servers as model versions.
///
/// What is registered is the card with nothing left open: absolute folders, and a digest of each
/// file of the program. Its digest is the version's, so that a changed program is another version.
struct BackendIntake {
  let opened: OpenProject

  /// Whether a word of the command line is a card, and no ONNX file.
  static func isCard(_ word: String) -> Bool {
    [".yaml", ".yml"].contains { word.lowercased().hasSuffix($0) }
  }

  /// Registers what a card describes.
  ///
  /// - Parameters:
  ///   - path: the card's absolute path.
  ///   - name: nil takes the card's name.
  /// - Returns: the version, and the card as it is kept.
  /// - Throws: ``CommandFailure`` or ``FormatError`` for a card with a fault or a program that is
  ///   not there.
  func add(card path: String, name: String?) throws -> (ModelVersion, BackendCard) {
    let file = ImagePath(path).display
    var card = try BackendCard(try TextFile.read(path), file: file)
    if case .worker(let program) = card.kind {
      card.kind = .worker(try whole(program, near: FileName.folder(of: path), file))
    }
    return (try add(card, name: name ?? FileName.withoutEnding(path), file), card)
  }

  /// Registers a server of Label Studio's protocol; its card has what is usual.
  ///
  /// - Returns: the version, and the card as it is kept.
  /// - Throws: ``CommandFailure`` for one that is registered already.
  func add(server address: String, name: String?) throws -> (ModelVersion, BackendCard) {
    let file = SafeText.display(address)
    guard LabelServer.isAddress(address) else {
      throw CommandFailure("\(file): give the server's address, as http://localhost:9090")
    }
    let card = BackendCard(.labelStudio(LabelServer(address: address)))
    return (try add(card, name: name ?? "label-studio", file), card)
  }

  private func add(_ card: BackendCard, name: String, _ file: String) throws -> ModelVersion {
    try check(card.labels, file)
    let bytes = Array((card.json.text + "\n").utf8)
    let digest = Digest.sha256(bytes)
    let versions = try opened.project.modelVersions()
    if let known = versions.first(where: { $0.sha256 == digest }) {
      throw CommandFailure("\(file): registered already, as \(known.name)")
    }
    let free = ModelRegistry.freeName(name, versions)
    let path = "\(ModelRegistry.folderName)/\(free).json"
    try TextFile.write(bytes, to: opened.project.folder.text + "/" + path)
    return try opened.project.addModelVersion(
      NewModelVersion(name: free, path: ImagePath(path), sha256: digest, card: card.json.text))
  }

  private func check(_ labels: [String], _ file: String) throws {
    let map = LabelMap(model: labels, project: opened.labels)
    guard !labels.isEmpty, map.known == 0 else { return }
    throw CommandFailure(
      "\(file): none of its labels (\(labels.joined(separator: ", "))) is a label of this project "
        + "(\(opened.labels.map(\.name).joined(separator: ", "))); name the project's, or none")
  }
}

// MARK: - Programs

extension BackendIntake {
  /// The program with its folder, and the digests of its files.
  private func whole(
    _ program: WorkerProgram, near: String, _ card: String
  ) throws -> WorkerProgram {
    let folder = program.folder.map { AbsolutePath.of($0, in: near) } ?? near
    try checkProgram(program.words[0], in: folder, card)
    let named = Set(program.files.map(\.path))
    let words = program.words.filter { isFile($0, in: folder) && !named.contains($0) }
    var whole = program
    whole.folder = fromProject(folder)
    whole.files = try (words + program.files.map(\.path)).map { name in
      guard isFile(name, in: folder) else {
        throw CommandFailure(
          "\(card): \(SafeText.display(name)), one of its files, is no file in "
            + "\(ImagePath(folder).display); correct it under `files`")
      }
      return WorkerProgram.File(
        path: name, digest: try Digest.sha256(file: ImagePath(AbsolutePath.of(name, in: folder))))
    }
    return whole
  }

  private func checkProgram(_ word: String, in folder: String, _ card: String) throws {
    let folders =
      word.contains("/")
      ? [folder] : (Environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let isThere = folders.contains {
      FileManager.default.isExecutableFile(atPath: AbsolutePath.of(word, in: $0))
    }
    guard isThere else {
      throw CommandFailure(
        "\(card): there is no program \(SafeText.display(word)); install it, or give its path")
    }
  }

  private func isFile(_ name: String, in folder: String) -> Bool {
    FolderWalk.kind(of: ImagePath(AbsolutePath.of(name, in: folder))) == .file
  }

  /// From the project's folder where it is inside, so that a project may be moved.
  private func fromProject(_ folder: String) -> String {
    let own = opened.project.folder.text
    if folder == own { return "." }
    return folder.hasPrefix(own + "/") ? String(folder.dropFirst(own.count + 1)) : folder
  }
}
