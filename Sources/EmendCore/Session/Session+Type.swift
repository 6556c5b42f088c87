extension Session {
  mutating func openPicker() {
    guard let object = selected else {
      _ = complain("no object is selected")
      return
    }
    mode = .pick(LabelPicker(purpose: .relabel(object.id)))
  }

  /// The labels that what is typed leaves: those that begin with it, then those that hold it.
  public func choices(of picker: LabelPicker) -> [Label] {
    let text = picker.text.lowercased()
    let beginning = setting.offered.filter { $0.name.lowercased().hasPrefix(text) }
    let within = setting.offered.filter {
      !$0.name.lowercased().hasPrefix(text) && $0.name.lowercased().contains(text)
    }
    return beginning + within
  }

  mutating func type(_ press: KeyPress, into picker: LabelPicker) -> [Effect] {
    var picker = picker
    let count = choices(of: picker).count
    switch press.key {
    case .escape:
      mode = .review
      return []
    case .enter: return choose(from: picker, at: press.at)
    case .down, .tab: picker.index = count == 0 ? 0 : (picker.index + 1) % count
    case .up, .backTab: picker.index = count == 0 ? 0 : (picker.index + count - 1) % count
    default:
      if let label = numbered(press.key, in: picker) {
        return finish(picker, with: label.id, at: press.at)
      }
      guard Self.edit(&picker.text, with: press.key) else { return [] }
      picker.index = 0
    }
    mode = .pick(picker)
    return []
  }

  private mutating func choose(from picker: LabelPicker, at time: Timestamp) -> [Effect] {
    let choices = choices(of: picker)
    guard choices.indices.contains(picker.index) else {
      return complain("no label is called that; backspace widens the list")
    }
    return finish(picker, with: choices[picker.index].id, at: time)
  }

  private mutating func finish(
    _ picker: LabelPicker, with label: LabelID, at time: Timestamp
  ) -> [Effect] {
    mode = .review
    switch picker.purpose {
    case .add(let shape): return add(shape, label, at: time)
    case .relabel(let object):
      select(object, at: shownAt)
      return give(label, at: time)
    }
  }

  /// The label that a digit stands for, as everywhere else; where a label is called by a digit, the
  /// digit is typed.
  private func numbered(_ key: Key, in picker: LabelPicker) -> Label? {
    guard case .character(let character) = key, let digit = character.wholeNumberValue,
      picker.text.isEmpty, setting.offered.indices.contains(digit - 1),
      !setting.offered.contains(where: { $0.name.contains(character) })
    else { return nil }
    return setting.offered[digit - 1]
  }

  mutating func type(_ press: KeyPress, into prompt: Prompt) -> [Effect] {
    var prompt = prompt
    switch press.key {
    case .escape:
      mode = .review
      return []
    case .enter:
      mode = .review
      return enter(prompt, at: press.at)
    default:
      if Self.edit(&prompt.text, with: press.key) { mode = .prompt(prompt) }
      return []
    }
  }

  private mutating func enter(_ prompt: Prompt, at time: Timestamp) -> [Effect] {
    switch prompt.kind {
    case .comment: return comment(prompt.text, at: time)
    case .filter:
      setFilter(prompt.text, at: time)
      return []
    case .command: return run(prompt.text, at: time)
    case .transcription(let object):
      select(object, at: shownAt)
      return transcribe(prompt.text, at: time)
    }
  }

  mutating func beginTranscription() {
    guard let object = selected else {
      _ = complain("no object is selected")
      return
    }
    mode = .prompt(Prompt(kind: .transcription(object.id), text: object.state.text))
  }

  /// Says what is written on the selected object, and accepts it.
  mutating func transcribe(_ text: String, at time: Timestamp) -> [Effect] {
    guard let object = selected else { return complain("no object is selected") }
    let kind: Decision.Kind = object.state.text == text ? .accept : .transcribe
    return decide(kind, at: time) {
      $0.text = text
      $0.status = .accepted
    }
  }

  mutating func setFilter(_ text: String, at time: Timestamp) {
    let (filter, unknown) = ObjectFilter.read(text, labels: setting.labels)
    guard unknown.isEmpty else {
      let states = ObjectFilter.State.allCases.map(\.rawValue).joined(separator: ", ")
      _ = complain("no label or state \(unknown.joined(separator: ", ")); states: \(states)")
      return
    }
    self.filter = filter
    repairSelection(at: time)
  }

  /// Types one key into a line; answers whether the line changed.
  private static func edit(_ text: inout String, with key: Key) -> Bool {
    switch key {
    case .character(let character): text.append(character)
    case .backspace: _ = text.popLast()
    case .control("u"): text = ""
    case .control("w"):
      while text.last == " " { text.removeLast() }
      while let last = text.last, last != " " { text.removeLast() }
    default: return false
    }
    return true
  }
}
