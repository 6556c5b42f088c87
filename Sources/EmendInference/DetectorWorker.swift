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

  /// Writes the input of the image with a number, channel after channel.
  private typealias Fill = (Int, UnsafeMutableBufferPointer<Float>) -> Void

  init(
    session: OnnxSession, card: ModelCard, file: String, cancellation: RunCancellation,
    reader: any AnswerReader
  ) throws(InferenceError) {
    self.session = session
    self.card = card
    self.file = file
    self.cancellation = cancellation
    writer = InputWriter(card.preparation)
    feeds = SideFeeds(session, card.feeds)
    self.reader = reader
    let shape = Self.shape(card.fixedBatch ?? 1, card.inputSize)
    do {
      input = try InputTensor(shape: shape, on: session.runtime)
    } catch {
      throw InferenceError(.runFailed, "\(file): no input of \(shape) could be made", cause: error)
    }
  }

  /// What the model says of each image; images of one input size run together.
  func answer(
    _ images: [SeenImage], _ settings: PredictionSettings
  ) throws(InferenceError) -> [Answer] {
    let places = images.map { card.placement(of: $0.size) }
    return try answer(places, settings) { writer.write(images[$0].pixels, places[$0], to: $1) }
  }

  /// The same for images that were prepared before.
  func answer(
    _ images: [PreparedImage], _ settings: PredictionSettings
  ) throws(InferenceError) -> [Answer] {
    try answer(images.map(\.placement), settings) { index, input in
      _ = input.update(fromContentsOf: images[index].values)
    }
  }

  func prepare(_ image: SeenImage) -> PreparedImage {
    let place = card.placement(of: image.size)
    let count = 3 * place.inputSize.width * place.inputSize.height
    let values = [Float](unsafeUninitializedCapacity: count) { values, written in
      values.initialize(repeating: 0)
      writer.write(image.pixels, place, to: UnsafeMutableBufferPointer(rebasing: values[..<count]))
      written = count
    }
    return PreparedImage(placement: place, values: values)
  }

  /// `fill` writes the input of the image with a number.
  private func answer(
    _ places: [Placement], _ settings: PredictionSettings, fill: Fill
  ) throws(InferenceError) -> [Answer] {
    var answers = [Answer](repeating: .objects([]), count: places.count)
    var groups: [ImageSize: [Int]] = [:]
    for (index, place) in places.enumerated() { groups[place.inputSize, default: []].append(index) }
    for (size, group) in groups {
      let limit = card.fixedBatch ?? group.count
      for start in stride(from: 0, to: group.count, by: limit) {
        let part = Array(group[start..<min(start + limit, group.count)])
        let found = try run(part.map { places[$0] }, size, settings) { fill(part[$0], $1) }
        for (index, answer) in zip(part, found) { answers[index] = answer }
      }
    }
    return answers
  }

  private static func shape(_ batch: Int, _ size: ImageSize) -> [Int] {
    [batch, 3, size.height, size.width]
  }

  private func run(
    _ places: [Placement], _ size: ImageSize, _ settings: PredictionSettings, fill: Fill
  ) throws(InferenceError) -> [Answer] {
    let outputs = try execute(places.count, size, fill)
    let tensors = try tensors(outputs, count: places.count)
    var answers: [Answer] = []
    for (index, placement) in places.enumerated() {
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
    _ count: Int, _ size: ImageSize, _ fill: Fill
  ) throws(InferenceError) -> OutputTensors {
    do {
      try write(count, size, fill)
      return try session.run(
        feeds: feeds.all(beside: input, size: size),
        cancellation: cancellation)
    } catch {
      throw InferenceError(
        .runFailed, "\(file) failed on \(count) images of \(size.width)x\(size.height)",
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

  private func write(_ images: Int, _ size: ImageSize, _ fill: Fill) throws(OrtFailure) {
    let shape = Self.shape(card.fixedBatch ?? images, size)
    if input.shape != shape { input = try InputTensor(shape: shape, on: session.runtime) }
    let count = 3 * size.width * size.height
    for index in 0..<images {
      let part = input.values[index * count..<(index + 1) * count]
      fill(index, UnsafeMutableBufferPointer(rebasing: part))
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
