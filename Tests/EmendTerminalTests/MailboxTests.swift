import EmendTerminal
import Glibc
import Testing

@Suite struct MailboxTests {
  /// Whether `poll` would return at once.
  private func isReadable(_ file: Int32) -> Bool {
    var descriptor = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, 0) == 1
  }

  @Test func messagesComeInTheirOrder() {
    let mailbox = Mailbox<Int>()
    for number in 0..<100 { mailbox.post(number) }
    #expect(mailbox.drain() == Array(0..<100))
    #expect(mailbox.drain() == [])
  }

  @Test func pollWakesWhileMessagesWaitAndNotAfter() {
    let mailbox = Mailbox<Int>()
    #expect(!isReadable(mailbox.readEnd))
    mailbox.post(1)
    mailbox.post(2)
    #expect(isReadable(mailbox.readEnd))
    _ = mailbox.drain()
    #expect(!isReadable(mailbox.readEnd))
    mailbox.post(3)
    #expect(isReadable(mailbox.readEnd))
  }

  @Test func aClosedMailboxGivesWhatWaitsAndThenEnds() {
    let mailbox = Mailbox<Int>()
    mailbox.post(1)
    mailbox.post(2)
    mailbox.close()
    #expect(!mailbox.post(3))
    #expect(mailbox.next() == 1)
    #expect(mailbox.next() == 2)
    #expect(mailbox.next() == nil)
    #expect(mailbox.next() == nil)
  }

  @Test func aWorkerSeesEveryMessageOfManyThreadsOnce() {
    let (requests, answers) = (Mailbox<Int>(), Mailbox<Int>())
    let adder = Worker(name: "adder") {
      var sum = 0
      while let number = requests.next() { sum += number }
      answers.post(sum)
    }
    let posters = (0..<4).map { poster in
      Worker(name: "poster") {
        for number in 0..<5000 { requests.post(poster * 5000 + number) }
      }
    }
    for poster in posters { poster.join() }
    requests.close()
    adder.join()
    #expect(answers.drain() == [(0..<20000).reduce(0, +)])
  }

  @Test func aWorkerThatWaitsIsWokenByClosing() {
    let mailbox = Mailbox<Int>()
    let ended = Mailbox<Bool>()
    do {
      let worker = Worker(name: "waiting") { ended.post(mailbox.next() == nil) }
      mailbox.close()
      _ = worker  // Leaving scope waits for it.
    }
    #expect(ended.drain() == [true])
  }
}
