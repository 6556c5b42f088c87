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
  private let writer = LetterboxWriter()
  private let masks = MaskMaker()
  private var scratch = Scratch<Float>()
  private var input: InputTensor

  init(
    session: OnnxSession, card: ModelCard, file: String, cancellation: RunCancellation
  ) throws(InferenceError) {
    self.session = session
    self.card = card
    self.file = file
    self.cancellation = cancellation
    let shape = Self.shape(card.fixedBatch ?? 1, card.inputSize)
    do {
      input = try InputTensor(shape: shape, on: session.runtime)
    } catch {
      throw InferenceError(.runFailed, "\(file): no input of \(shape) could be made", cause: error)
    }
  }

  /// The objects on each image, best first; images of one input size run together.
  func detect(
    _ images: [PixelImage], _ settings: PredictionSettings
  ) throws(InferenceError) -> [[Detection]] {
    var answers = [[Detection]](repeating: [], count: images.count)
    let fits = images.map(fit)
    var groups: [ImageSize: [Int]] = [:]
    for (index, fit) in fits.enumerated() { groups[fit.inputSize, default: []].append(index) }
    for (size, group) in groups {
      let limit = card.fixedBatch ?? group.count
      for start in stride(from: 0, to: group.count, by: limit) {
        let part = Array(group[start..<min(start + limit, group.count)])
        let found = try run(part.map { (images[$0], fits[$0]) }, size, settings)
        for (index, detections) in zip(part, found) { answers[index] = detections }
      }
    }
    return answers
  }

  private func fit(_ image: PixelImage) -> Letterbox {
    Letterbox(
      fitting: ImageSize(width: image.width, height: image.height), into: card.inputSize,
      padding: card.isSizeFree ? .least(stride: card.stride) : .whole)
  }

  private static func shape(_ batch: Int, _ size: ImageSize) -> [Int] {
    [batch, 3, size.height, size.width]
  }

  private func run(
    _ images: [(PixelImage, Letterbox)], _ size: ImageSize, _ settings: PredictionSettings
  ) throws(InferenceError) -> [[Detection]] {
    let outputs = try execute(images, size)
    let (table, prototypes) = try tables(outputs)
    var answers: [[Detection]] = []
    for (index, (_, letterbox)) in images.enumerated() {
      let answer = try Answer(table, prototypes, index, card, file)
      answers.append(try detections(answer, letterbox, settings))
    }
    // The tables are views of `outputs`, which must not be released before they are read.
    withExtendedLifetime(outputs) {}
    return answers
  }

  private func execute(
    _ images: [(PixelImage, Letterbox)], _ size: ImageSize
  ) throws(InferenceError) -> OutputTensors {
    do {
      try fill(images, size)
      return try session.run(input, cancellation: cancellation)
    } catch {
      throw InferenceError(
        .runFailed, "\(file) failed on \(images.count) images of \(size.width)x\(size.height)",
        cause: error)
    }
  }

  /// The rows and, of a segment model, the mask prototypes.
  private func tables(
    _ outputs: borrowing OutputTensors
  ) throws(InferenceError) -> (FloatTensor, FloatTensor?) {
    do {
      let prototypes = card.purpose == .segment ? try outputs.floats(at: 1) : nil
      return (try outputs.floats(at: 0), prototypes)
    } catch {
      throw InferenceError(
        .runFailed,
        "\(file) answered what emend cannot read; export it again without half precision",
        cause: error)
    }
  }

  private func fill(
    _ images: [(PixelImage, Letterbox)], _ size: ImageSize
  ) throws(OrtFailure) {
    let shape = Self.shape(card.fixedBatch ?? images.count, size)
    if input.shape != shape { input = try InputTensor(shape: shape, on: session.runtime) }
    let count = 3 * size.width * size.height
    for (index, (image, letterbox)) in images.enumerated() {
      let part = input.values[index * count..<(index + 1) * count]
      writer.write(image, letterbox, to: UnsafeMutableBufferPointer(rebasing: part))
    }
  }

  private func detections(
    _ answer: Answer, _ letterbox: Letterbox, _ settings: PredictionSettings
  ) throws(InferenceError) -> [Detection] {
    let head = answer.head
    var found: [Detection] = []
    for candidate in try head.candidates(settings, scratch: &scratch) {
      let corners = letterbox.imageCorners(of: candidate.corners)
      guard let shape = shape(of: candidate, corners, answer, letterbox) else { continue }
      found.append(
        Detection(
          best: ScoredLabel(
            label: LabelID(candidate.label), score: Double(candidate.score)),
          alternative: head.alternative(to: candidate), entropy: head.entropy(of: candidate),
          shape: shape))
    }
    return found
  }

  private func shape(
    of candidate: Candidate, _ corners: Corners, _ answer: Answer, _ letterbox: Letterbox
  ) -> Shape? {
    guard let prototypes = answer.prototypes else { return .box(corners.box) }
    let coefficients = answer.head.coefficients(of: candidate)
    return masks.mask(prototypes, coefficients, box: corners, letterbox).map(Shape.mask)
  }
}

extension ModelCard {
  /// How many images each run must take; nil where any number will do.
  var fixedBatch: Int? {
    guard case .fixed(let count) = batch else { return nil }
    return count
  }
}
