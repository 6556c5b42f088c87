import EmendCore
import EmendTerminal

/// The threads beside the main one, and the mailbox of what the store's tells it.
struct ReviewWorkers {
  let store: StoreWorker
  let pictures: PictureWorker
  let messages: Mailbox<Message>

  /// Lets both finish what they were asked for; then they are gone.
  func stop() {
    store.stop()
    pictures.stop()
  }
}
