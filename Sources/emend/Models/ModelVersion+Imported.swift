import EmendStore

extension ModelVersion {
  /// The card of a version whose predictions came as a file: there is no model to run.
  static let importedCard = #"{"family":"imported"}"#

  var isImported: Bool { card == Self.importedCard }
}
