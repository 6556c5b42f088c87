extension Session {
  /// Begins to ask the reviewer about places, or ends that.
  mutating func toggleProbe(_ draft: MaskDraft) {
    guard draft.isProbing || draft.isShown else {
      _ = complain("there is nothing to ask about yet: a sets a point on the object first")
      return
    }
    var draft = draft
    draft.isProbing.toggle()
    mode = .mask(draft)
    tellOfProbe(draft)
  }

  /// The reviewer's word on the place asked about becomes a point.
  mutating func answerProbe(_ place: PromptPoint.Place, _ draft: MaskDraft) -> [Effect] {
    guard draft.isProbing else { return complain("nothing was asked; p has places asked about") }
    guard let probe = draft.asked else {
      if draft.awaited == nil { tellOfProbe(draft) }
      return []
    }
    return set(PromptPoint(probe, place), draft)
  }

  /// Where there is nothing left to ask, that is said once an answer is here.
  func agreement(of draft: MaskDraft) -> Notice? {
    guard draft.isProbing, draft.awaited == nil, draft.probe == nil, draft.chosen != nil else {
      return nil
    }
    return Notice(text: "the masks agree; enter keeps this one", weight: .note)
  }

  private mutating func tellOfProbe(_ draft: MaskDraft) {
    notice = agreement(of: draft)
    if let probe = draft.asked { reveal(probe) }
  }
}
