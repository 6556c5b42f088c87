extension Session {
  /// The model has read an image.
  mutating func note(read image: ImageID) -> [Effect] {
    note(.ready, of: image)
    return []
  }

  /// What is heard of an image may come before the image itself, which was read ahead then.
  private mutating func note(_ state: SegmenterState, of image: ImageID) {
    heard = HeardOfImage(image: image, state: state)
    if self.image?.id == image { segmenter = state }
  }

  /// What the model is doing when another image opens.
  func segmenterState(of opened: ImageID) -> SegmenterState {
    if case .missing = segmenter { return segmenter }
    return heard?.image == opened ? heard?.state ?? .reading : .reading
  }

  /// The model cannot read an image.
  mutating func note(unread image: ImageID, reason: String) -> [Effect] {
    note(.failed(reason: reason), of: image)
    if self.image?.id == image { stopWaitingForMasks(reason) }
    return []
  }

  /// There is no model any more.
  mutating func note(segmenterLost reason: String) -> [Effect] {
    segmenter = .missing(advice: reason)
    stopWaitingForMasks(reason)
    return []
  }

  /// Shows the masks that were asked for last; those of an earlier question come too late.
  mutating func take(_ answer: MaskAnswer) -> [Effect] {
    guard var draft = maskDraft, draft.awaited == answer.number else { return [] }
    draft.awaited = nil
    draft.masks = answer.masks
    draft.index = 0
    draft.probe = answer.probe
    maskDraft = draft
    if answer.masks.isEmpty {
      notice = Notice(
        text: "the model sees no object there; u takes the point back", weight: .warning)
    } else if let agreement = agreement(of: draft) {
      notice = agreement
    }
    if let probe = draft.asked { reveal(probe) }
    return []
  }

  /// A question that was not answered is not awaited any longer.
  mutating func note(unanswered number: Int, reason: String) -> [Effect] {
    if maskDraft?.awaited == number { stopWaitingForMasks(reason) }
    return []
  }

  private mutating func stopWaitingForMasks(_ reason: String) {
    guard maskDraft != nil else { return }
    maskDraft?.awaited = nil
    notice = Notice(text: reason, weight: .failure)
  }

  /// The mask that is being found, though the help may lie over it.
  private var maskDraft: MaskDraft? {
    get {
      switch mode {
      case .mask(let draft): return draft
      case .help(let page):
        guard case .mask(let draft) = page.back else { return nil }
        return draft
      default: return nil
      }
    }
    set {
      guard let newValue else { return }
      if case .help(var page) = mode {
        page.back = .mask(newValue)
        mode = .help(page)
      } else {
        mode = .mask(newValue)
      }
    }
  }
}
