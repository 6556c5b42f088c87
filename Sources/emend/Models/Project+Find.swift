import EmendCore
import EmendStore

extension Project {
  /// A model version by its name or number; the champion for nil.
  ///
  /// - Throws: ``CommandFailure`` with the names there are.
  func find(_ text: String?) throws -> ModelVersion {
    let versions = try modelVersions()
    guard !versions.isEmpty else {
      throw CommandFailure("there is no model yet; register one by `emend model add FILE.onnx`")
    }
    guard let text else {
      if let champion = try champion() { return champion }
      throw CommandFailure("there is no champion; choose one by `emend model promote NAME`")
    }
    if let named = versions.first(where: { $0.name == text }) { return named }
    if let number = Int64(text), let found = versions.first(where: { $0.id.rawValue == number }) {
      return found
    }
    let names = versions.map(\.name).joined(separator: ", ")
    throw CommandFailure("no model version is called \(text); there are: \(names)")
  }
}
