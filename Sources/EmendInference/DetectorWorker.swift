import EmendCore
import EmendRaster

/// The memory of one run at a time: the input tensor, and what decoding needs.
// Unchecked, because it is full of buffers: `Detector` hands a worker to one thread at a time,
// under a lock.
final class DetectorWorker: @unchecked Sendable {
  private let session: OnnxSession
  private let card: ModelCard
  private let file: String
  private let cancellation: RunCancellation
  private let writer: InputWriter
  private let reader: any AnswerReader
  private let feeds: SideFeeds
  private var input: InputTensor

  init(
    session: OnnxSession, card: ModelCard, file: String, cancellation: RunCancellation
  ) throws(InferenceError) {
    self.session = session
    self.card = card
    self.file = file
    self.cancellation = cancellation
    writer = InputWriter(card.preparation)
    feeds = SideFeeds(session, card.feeds)
    guard let family = ModelFamilies.named(card.family) else {
      throw InferenceError(.modelUnsupported, "\(file): there is no family \(card.family)")
    }
    reader = family.reader(for: card)
    let shape = Self.shape(card.fixedBatch ?? 1, card.inputSize)
    do {
      input = try InputTensor(shape: shape, on: session.runtime)
    } catch {
      throw InferenceError(.runFailed, "\(file): no input of \(shape) could be made", cause: error)
    }
  }

  /// What the model says of each image; images of one input size run together.
  func answer(
    _ images: [PixelImage], _ settings: PredictionSettings
  ) throws(InferenceError) -> [Answer] {
    var answers = [Answer](repeating: .objects([]), count: images.count)
    let places = images.map { card.placement(of: ImageSize(width: $0.width, height: $0.height)) }
    var groups: [ImageSize: [Int]] = [:]
    for (index, place) in places.enumerated() { groups[place.inputSize, default: []].append(index) }
    for (size, group) in groups {
      let limit = card.fixedBatch ?? group.count
      for start in stride(from: 0, to: group.count, by: limit) {
        let part = Array(group[start..<min(start + limit, group.count)])
        let found = try run(part.map { (images[$0], places[$0]) }, size, settings)
        for (index, answer) in zip(part, found) { answers[index] = answer }
      }
    }
    return answers
  }

  private static func shape(_ batch: Int, _ size: ImageSize) -> [Int] {
    [batch, 3, size.height, size.width]
  }

  private func run(
    _ images: [(PixelImage, Placement)], _ size: ImageSize, _ settings: PredictionSettings
  ) throws(InferenceError) -> [Answer] {
    let outputs = try execute(images, size)
    let tensors = try tensors(outputs, count: images.count)
    var answers: [Answer] = []
    for (index, (_, placement)) in images.enumerated() {
      do {
        answers.append(
          try reader.answer(tensors.map { $0.image(index) }, placement, settings))
      } catch {
        throw InferenceError(error.code, "\(file): \(error.message)", cause: error.cause)
      }
    }
    // The tensors are views of `outputs`, which must not be released before they are read.
    withExtendedLifetime(outputs) {}
    return answers
  }

  private func execute(
    _ images: [(PixelImage, Placement)], _ size: ImageSize
  ) throws(InferenceError) -> OutputTensors {
    do {
      try fill(images, size)
      return try session.run(
        feeds: feeds.all(beside: input.raw, batch: input.shape[0], size: size),
        cancellation: cancellation)
    } catch {
      throw InferenceError(
        .runFailed, "\(file) failed on \(images.count) images of \(size.width)x\(size.height)",
        cause: error)
    }
  }

  /// The outputs that the card names, of finite values and with an entry for each image.
  private func tensors(
    _ outputs: borrowing OutputTensors, count: Int
  ) throws(InferenceError) -> [FloatTensor] {
    var tensors: [FloatTensor] = []
    for index in card.outputs {
      do {
        tensors.append(try outputs.floats(at: index))
      } catch {
        throw InferenceError(
          .runFailed,
          "\(file) answered what emend cannot read; export it again without half precision",
          cause: error)
      }
    }
    for (place, (tensor, index)) in zip(tensors, card.outputs).enumerated() {
      guard let first = tensor.shape.first, first >= count, !tensor.values.isEmpty else {
        throw InferenceError(
          .runFailed,
          "\(file): it answered \(tensor.shape) for \(count) images; export it again from the "
            + "trained model")
      }
      guard reader.infiniteTensors.contains(place) || tensor.isFinite else {
        throw InferenceError(
          .runFailed,
          "\(file): output \(session.outputs[index].name) holds values that are no numbers; train "
            + "or export it again, without half precision")
      }
    }
    return tensors
  }

  private func fill(
    _ images: [(PixelImage, Placement)], _ size: ImageSize
  ) throws(OrtFailure) {
    let shape = Self.shape(card.fixedBatch ?? images.count, size)
    if input.shape != shape { input = try InputTensor(shape: shape, on: session.runtime) }
    let count = 3 * size.width * size.height
    for (index, (image, placement)) in images.enumerated() {
      let part = input.values[index * count..<(index + 1) * count]
      writer.write(image, placement, to: UnsafeMutableBufferPointer(rebasing: part))
    }
  }
}

extension ModelCard {
  /// How many images each run must take; nil where any number will do.
  var fixedBatch: Int? {
    guard case .fixed(let count) = batch else { return nil }
    return count
  }
}
