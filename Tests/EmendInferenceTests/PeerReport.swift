import Glibc

/// What was compared with an original and how it came out.
///
/// `check_models.py` makes the page `Models` of it.
enum PeerReport {
  /// - Parameters:
  ///   - part: the folder of cases, `families`, `inference` or `prompted`.
  ///   - model: the case's name.
  ///   - what: `tensor`, `raw` or `answers`.
  ///   - result: one line.
  /// - Throws: ``TestFiles/MissingFile`` where it cannot be written.
  static func note(_ part: String, _ model: String, _ what: String, _ result: String) throws {
    print("\(model), \(what): \(result)")
    guard let cases = TestFiles.variable("EMEND_PEER_CASES") else { return }
    let folder = "\(cases)/\(part)/results"
    mkdir(folder, 0o755)
    let path = "\(folder)/\(model)-\(what).txt"
    guard let file = fopen(path, "w") else { throw TestFiles.MissingFile(path: path) }
    fputs(result, file)
    fclose(file)
  }
}
