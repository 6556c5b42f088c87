import EmendCore
import EmendTerminal

/// The threads beside the main one, and the mailbox of what the store's tells it.
struct ReviewWorkers {
  let store: StoreWorker
  let pictures: PictureWorker
  /// Nil where the project has no model that answers masks.
  let masks: SegmentWorker?
  let messages: Mailbox<Message>

  /// Lets them finish what they were asked for; then they are gone.
  func stop() {
    store.stop()
    pictures.stop()
    masks?.stop()
  }
}
