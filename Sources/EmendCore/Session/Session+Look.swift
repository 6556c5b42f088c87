extension Session {
  mutating func showNextTags() {
    overlayLook.tags = overlayLook.tags.following
    let text =
      switch overlayLook.tags {
      case .all: "names at all objects that have room for them"
      case .selected: "a name at the selected object"
      case .none: "no names in the picture"
      }
    notice = Notice(text: text, weight: .note)
  }

  mutating func showNextMasks() {
    overlayLook.masks = overlayLook.masks.following
    let text =
      switch overlayLook.masks {
      case .hatch: "masks are hatched"
      case .tint: "masks are tinted"
      case .outline: "masks are outlines"
      }
    notice = Notice(text: text, weight: .note)
  }
}
