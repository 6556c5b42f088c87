extension Session {
  /// Does what a command asks for in the mode that the keys are in.
  mutating func perform(_ command: Command, at time: Timestamp) -> [Effect] {
    if let effects = performAnywhere(command, at: time) { return effects }
    switch mode {
    case .edit(let draft): return perform(command, editing: draft, at: time)
    case .draw(let draft): return perform(command, drawing: draft, at: time)
    case .mask(let draft): return perform(command, finding: draft, at: time)
    case .review, .pick, .prompt, .help: return performInReview(command, at: time)
    }
  }

  /// Commands that mean the same in every mode; nil for all others.
  private mutating func performAnywhere(_ command: Command, at time: Timestamp) -> [Effect]? {
    if performLooking(command) { return [] }
    switch command {
    case .toggleOverlay: isOverlayHidden.toggle()
    case .nextTags: showNextTags()
    case .nextMasks: showNextMasks()
    case .help: openHelp()
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    default: return nil
    }
    return []
  }

  private mutating func performInReview(_ command: Command, at time: Timestamp) -> [Effect] {
    if let index = command.labelIndex { return giveLabel(at: index, time: time) }
    switch command {
    case .acceptObject: return accept(at: time)
    case .rejectObject: return reject(at: time)
    case .acceptImage: return acceptImage(at: time)
    case .rejectAll: return rejectAll(at: time)
    case .skipImage: return skip(at: time)
    case .flag: return flag(at: time)
    case .undo: return ask(.undo)
    case .redo: return ask(.redo)
    case .pickLabel: openPicker()
    case .labelImage: return labelImage(at: time)
    case .transcribe: beginTranscription()
    case .editBox: beginEdit()
    case .newBox: beginDrawing()
    case .maskObject: return beginMask()
    case .newMask: return beginNewMask()
    case .probe: return beginMask(isProbing: true)
    case .nextObject: selectAlong(by: 1, at: time)
    case .previousObject: selectAlong(by: -1, at: time)
    case .thresholdDown: moveThreshold(by: -0.05, at: time)
    case .thresholdUp: moveThreshold(by: 0.05, at: time)
    case .filter: mode = .prompt(Prompt(kind: .filter, text: ""))
    case .comment: mode = .prompt(Prompt(kind: .comment, text: image?.state.comment ?? ""))
    case .commandLine: mode = .prompt(Prompt(kind: .command, text: ""))
    case .quit: return bookmarks + [.quit]
    default: return go(command)
    }
    return []
  }

  /// Commands that open another image.
  private mutating func go(_ command: Command) -> [Effect] {
    let goal: (Destination.Direction, Destination.Kind)? =
      switch command {
      case .nextImage: (.next, .any)
      case .previousImage: (.previous, .any)
      case .nextUnreviewed: (.next, .unreviewed)
      case .previousUnreviewed: (.previous, .unreviewed)
      case .nextDisagreement: (.next, .disagreement)
      case .previousDisagreement: (.previous, .disagreement)
      case .nextFlagged: (.next, .flagged)
      case .previousFlagged: (.previous, .flagged)
      default: nil
      }
    guard let goal else {
      notice = Notice(text: "\(command.rawValue) does nothing here", weight: .note)
      return []
    }
    return ask(.open(.neighbour(of: image?.id, goal.0, goal.1)))
  }

  mutating func moveThreshold(by step: Double, at time: Timestamp) {
    setThreshold(((threshold + step) * 20).rounded() / 20, at: time)
  }

  mutating func setThreshold(_ value: Double, at time: Timestamp) {
    threshold = min(max(value, 0), 1)
    repairSelection(at: time)
    let least = FixedPoint.text(threshold, decimals: 2)
    notice = Notice(
      text: "showing scores from \(least): \(visibleObjects.count) objects", weight: .note)
  }
}
