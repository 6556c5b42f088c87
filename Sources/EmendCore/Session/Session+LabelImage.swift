extension Session {
  /// Asks for the label of the image as a whole.
  ///
  /// An image has one such label: where there is one already, another replaces it.
  mutating func labelImage(at time: Timestamp) -> [Effect] {
    guard let image else { return complain("no image is open") }
    guard let known = imageLabel else { return choose(labelFor: .image(image.size), at: time) }
    select(known.id, at: time)
    openPicker()
    return []
  }

  /// Labels the image as a whole by a label's name.
  mutating func labelImage(_ name: String, at time: Timestamp) -> [Effect] {
    guard let image else { return complain("no image is open") }
    guard let label = setting.offered.first(where: { $0.name == name }) else {
      return complain("no label is called \(name); l lists them")
    }
    guard let known = imageLabel else { return add(.image(image.size), label.id, at: time) }
    select(known.id, at: time)
    return give(label.id, at: time)
  }

  /// What stands for the open image's label: what was accepted, else what is asked about, else
  /// what was rejected.
  private var imageLabel: ReviewObject? {
    let order: [ObjectState.Status] = [.accepted, .open, .rejected]
    return order.lazy.compactMap { status in
      image?.objects.first { $0.state.status == status && $0.state.shape.isWholeImage }
    }.first
  }
}
