import EmendCore
import EmendInference
import EmendLearning
import EmendRaster
import EmendStore
import EmendTerminal

/// Reads images and answers which masks objects have, on a thread of its own.
final class SegmentWorker {
  let mail = SegmentMail()
  private let worker: Worker

  /// - Parameters:
  ///   - decoder: of image files.
  ///   - answers: where the messages for the session go.
  ///   - load: loads the model, on the thread; what it throws is told to the session.
  init(
    decoder: PartDecoder, answers: Mailbox<Message>,
    load: @escaping @Sendable () throws -> PromptedSegmenter
  ) {
    let mail = mail
    worker = Worker(name: "masks") {
      do {
        var reader = MaskReader(try load(), decoder, mail, answers)
        reader.run()
      } catch {
        mail.close()
        answers.post(.segmenterLost(reason: "\(error)"))
      }
    }
  }

  /// Gives up what is begun, and ends the thread.
  func stop() {
    mail.close()
    worker.join()
  }
}

/// The thread's own side.
private struct MaskReader {
  private let segmenter: PromptedSegmenter
  private var decoder: PartDecoder
  private let mail: SegmentMail
  private let answers: Mailbox<Message>
  private var encodings = KeptEncodings()
  /// The image that is shown, and the one after it, until it is read or cannot be.
  private var open: (file: ImageFile, isUnread: Bool)?
  private var next: ImageFile?
  private var question: MaskQuestion?

  init(
    _ segmenter: PromptedSegmenter, _ decoder: PartDecoder, _ mail: SegmentMail,
    _ answers: Mailbox<Message>
  ) {
    (self.segmenter, self.decoder, self.mail, self.answers) = (segmenter, decoder, mail, answers)
    self.decoder.isCancelled = { mail.isClosed }
  }

  mutating func run() {
    while let requests = mail.next() {
      take(requests)
      while !mail.isClosed, work() { take(mail.drain()) }
    }
  }

  /// Of several questions only the last is answered, and none about an image that was left.
  private mutating func take(_ requests: [SegmentRequest]) {
    for request in requests {
      switch request {
      case .open(let file):
        open = (file, true)
        question = nil
      case .prepare(let file): next = file
      case .ask(let asked): question = asked
      }
    }
  }

  /// Does what is most urgent; answers whether there was anything.
  private mutating func work() -> Bool {
    if let open, open.isUnread {
      readOpen(open.file)
      return true
    }
    if let question {
      self.question = nil
      answer(question)
      return true
    }
    guard let file = next else { return false }
    next = nil
    do {
      // One that was broken off is still the next.
      if encodings[file.image.id] == nil, try !read(file) { next = file }
    } catch {
      // It is told of when the image is opened.
    }
    return true
  }

  private mutating func readOpen(_ file: ImageFile) {
    let image = file.image.id
    do {
      guard try encodings[image] != nil || read(file) else { return }
      open = (file, false)
      answers.post(.imageRead(image))
    } catch {
      open = (file, false)
      answers.post(.imageUnread(image, reason: "\(error)"))
    }
  }

  /// - Returns: false when it was broken off.
  private mutating func read(_ file: ImageFile) throws -> Bool {
    let run = try segmenter.makeRun()
    let image = file.image.id
    do {
      let encoding = try mail.read(image, run) {
        let decoded = try file.decode(with: decoder, zoom: zoom(of: file))
        return try segmenter.encode(decoded.overview, of: decoded.size, run)
      }
      guard let encoding else { return false }
      encodings.add(encoding, of: image)
      return true
    } catch let error as InferenceError where error.code == .cancelled {
      return false
    }
  }

  /// Whole, unless that takes too much of the memory: models see some thousand pixels a side.
  private func zoom(of file: ImageFile) -> Double {
    let size = file.image.size
    guard size.width * size.height * 3 > decoder.budget / 2 else { return 1 }
    return min(1, 2048 / Double(max(size.width, size.height)))
  }

  private mutating func answer(_ question: MaskQuestion) {
    guard let encoding = encodings[question.image] else {
      return refuse(question, "the image cannot be read for masks")
    }
    do {
      let found = try segmenter.masks(
        encoding, MaskPrompt(points: question.points, box: question.box))
      let masks = found.map { PromptedMask(mask: $0.mask, score: $0.score) }
      answers.post(
        .masksAnswered(
          MaskAnswer(
            number: question.number, masks: masks,
            probe: MaskDoubt(masks, knowing: question.points).place)))
    } catch {
      refuse(question, "\(error)")
    }
  }

  private func refuse(_ question: MaskQuestion, _ reason: String) {
    answers.post(.masksUnanswered(question.number, reason: reason))
  }
}
