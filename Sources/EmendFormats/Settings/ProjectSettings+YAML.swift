extension ProjectSettings {
  /// Reads `emend.yaml`; what is wrong in it keeps its default.
  ///
  /// - Parameters:
  ///   - text: the file's content.
  ///   - file: its name, for messages.
  /// - Returns: Always settings, with each problem's line and a way out.
  public static func read(_ text: String, file: String) -> (ProjectSettings, [Problem]) {
    var reader = YAMLReader(file: file)
    var settings = ProjectSettings()
    let sections = Set(SettingKey.all.map(\.section))
    for section in reader.entries(of: text) {
      guard sections.contains(section.key) else {
        let clause = Suggestion.clause(for: section.key, among: sections.sorted())
        reader.note(line: section.line, "there is no section \"\(section.key)\"\(clause)")
        continue
      }
      settings.take(section, &reader)
    }
    if settings.train.trainer == .command, settings.train.command.isEmpty {
      let sentence = "train.trainer is command, and train.command is empty; give the command to run"
      reader.note(line: 1, sentence)
    }
    return (settings, reader.problems)
  }

  private mutating func take(_ section: YAMLEntry, _ reader: inout YAMLReader) {
    let keys = SettingKey.all.filter { $0.section == section.key }
    // A section of which every line is commented out.
    if section.hasNoValue { return }
    if let whole = keys.first(where: \.name.isEmpty) {
      return whole.read(section.value, &reader, &self)
    }
    for entry in reader.entries(of: section.value) {
      guard let key = keys.first(where: { $0.name == entry.key }) else {
        let clause = Suggestion.clause(for: entry.key, among: keys.map(\.name))
        reader.note(line: entry.line, "there is no \"\(section.key).\(entry.key)\"\(clause)")
        continue
      }
      key.read(entry.value, &reader, &self)
    }
  }

  /// A file with every key at its default, and what it means.
  public static let template: String = {
    var lines = [
      "# What this project does; every line may be left out, and then says what it says here.",
      "# `emend doctor` lists what is wrong in it.",
    ]
    var section = ""
    for key in SettingKey.all {
      if key.name.isEmpty {
        lines += ["", "# \(key.summary)", "\(key.section): \(key.standard)"]
        continue
      }
      if key.section != section {
        section = key.section
        lines += ["", "\(section):"]
      }
      lines += ["  # \(key.summary)", "  \(key.name): \(key.standard)"]
    }
    return lines.joined(separator: "\n") + "\n"
  }()
}
