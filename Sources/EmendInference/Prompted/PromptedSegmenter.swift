public import EmendCore
public import EmendRaster
import Synchronization

/// A loaded model that answers an object's mask where it is shown the object: SAM, MobileSAM,
/// HQ-SAM or SAM 2, each an encoder of images and a decoder of prompts.
///
/// Several threads may use one segmenter. Encoding takes a second on a CPU, so encode an image
/// before it is needed and keep the encoding; a prompt is answered in some 20 ms by the tiny SAM 2
/// with two threads a run.
public final class PromptedSegmenter: Sendable {
  /// The paths of the files.
  public let files: (encoder: String, decoder: String)
  /// Whether ``MaskPrompt/earlier`` counts; the decoder by transformers.js has no input for it.
  public let refinesMasks: Bool
  let layout: PromptLayout
  let preparation: PromptPreparation
  private let runtime: OnnxRuntime
  private let encoder: OnnxSession
  private let decoder: OnnxSession
  /// Whether prompts without a box can be asked; nil where it is not known yet.
  let takesEmptyBox: Mutex<Bool?>

  /// Loads both files and finds out of which exporter they are.
  ///
  /// - Throws: ``InferenceError`` of code `modelUnreadable`, `modelUnsupported` (two files that do
  ///   not belong together, too) or `providerUnavailable`.
  public init(
    _ runtime: OnnxRuntime, encoder: String, decoder: String,
    settings: SessionSettings = SessionSettings()
  ) throws(InferenceError) {
    files = (encoder, decoder)
    self.runtime = runtime
    self.encoder = try OnnxSession(runtime, path: encoder, settings: settings)
    self.decoder = try OnnxSession(runtime, path: decoder, settings: settings)
    layout = try PromptLayout(
      encoder: ModelFacts(of: self.encoder, file: encoder),
      decoder: ModelFacts(of: self.decoder, file: decoder))
    preparation = PromptPreparation(layout)
    takesEmptyBox = Mutex(layout.form.ending == .byDecoder ? nil : true)
    refinesMasks = self.decoder.inputs.contains { $0.name == PromptForm.earlier }
  }

  /// What it was recognised as, such as `SAM 2 by samexporter`.
  public var form: String { layout.form.name }

  /// A piece of work, to be given to one call and stopped from another thread.
  ///
  /// - Throws: ``InferenceError`` of code `runtimeUnusable`.
  public func makeRun() throws(InferenceError) -> PromptedRun { try PromptedRun(runtime) }

  /// What the model keeps of an image.
  ///
  /// - Parameters:
  ///   - image: the image, or a smaller one of the same view.
  ///   - whole: the size of the image that points and masks are in; nil for the size of `image`.
  ///   - run: stops the work.
  /// - Returns: the encoding, in pixels of `whole`.
  /// - Throws: ``InferenceError`` of code `runFailed` or `cancelled`.
  public func encode(
    _ image: PixelImage, of whole: ImageSize? = nil, _ run: PromptedRun? = nil
  ) throws(InferenceError) -> ImageEncoding {
    let run = if let run { run } else { try makeRun() }
    let size = ImageSize(width: image.width, height: image.height)
    guard size.width > 0, size.height > 0 else {
      throw InferenceError(.runFailed, "\(files.encoder): an image without pixels has no encoding")
    }
    let placement = preparation.placement(of: size)
    let shape = preparation.shape(placement)
    return try encode(preparation.placement(of: whole ?? size), shape, run) {
      preparation.write(image, placement, to: $0)
    }
  }

  /// The masks of one object, best first; none where the prompt shows nothing or no mask has a
  /// pixel.
  ///
  /// - Throws: ``InferenceError`` of code `runFailed` or `cancelled`, or `modelUnsupported` where
  ///   the decoder answers only prompts with a box.
  public func masks(
    _ encoding: ImageEncoding, _ prompt: MaskPrompt, _ run: PromptedRun? = nil
  ) throws(InferenceError) -> [MaskCandidate] {
    let tokens = PromptTokens(prompt, encoding.placement, ending: layout.form.ending)
    guard !tokens.isEmpty else { return [] }
    try checkEmptyBox(encoding, tokens)
    let answer = try answer(encoding, tokens, prompt.earlier, run)
    let enlarger = MaskEnlarger(encoding.placement, layout.form.fit)
    return answer.masks.compactMap { logits, score in
      enlarger.mask(logits).map { MaskCandidate(mask: $0, score: score, logits: logits) }
    }
  }

  /// The masks as the decoder answers them.
  func answer(
    _ encoding: ImageEncoding, _ tokens: PromptTokens, _ earlier: MaskLogits? = nil,
    _ run: PromptedRun? = nil
  ) throws(InferenceError) -> PromptAnswer {
    let run = if let run { run } else { try makeRun() }
    let outputs: OutputTensors
    do {
      let feeds = try PromptFeeds(decoder, layout, encoding, tokens, earlier)
      outputs = try feeds.run(decoder, run.cancellation)
    } catch {
      throw failure(error, files.decoder, run)
    }
    let logits = try floats(outputs, layout.logits, of: files.decoder)
    let scores = try floats(outputs, layout.scores, of: files.decoder)
    do {
      let answer = try PromptAnswer(logits, scores, tokens: tokens.count)
      withExtendedLifetime(outputs) {}
      return answer
    } catch {
      throw InferenceError(error.code, "\(files.decoder): \(error.message)", cause: error.cause)
    }
  }

  /// What the model keeps of what `fill` writes as its input of a shape.
  func encode(
    _ placement: Placement, _ shape: [Int], _ run: PromptedRun,
    filledBy fill: (UnsafeMutableBufferPointer<Float>) -> Void
  ) throws(InferenceError) -> ImageEncoding {
    let maps: OutputTensors
    do {
      let input = try InputTensor(shape: shape, on: runtime)
      fill(input.values)
      maps = try encoder.run(input, cancellation: run.cancellation)
    } catch {
      throw failure(error, files.encoder, run)
    }
    let byteCount = try byteCount(ofFinite: maps)
    return ImageEncoding(maps, byteCount: byteCount, placement: placement)
  }

  /// What an encoder's maps take of memory.
  private func byteCount(
    ofFinite maps: borrowing OutputTensors
  ) throws(InferenceError) -> Int {
    var byteCount = 0
    for index in layout.mapOutputs {
      let map = try floats(maps, index, of: files.encoder)
      guard map.isFinite else {
        throw InferenceError(
          .runFailed,
          "\(files.encoder): it answered values that are no numbers; export it again, without "
            + "half precision")
      }
      byteCount += map.values.count * MemoryLayout<Float>.stride
    }
    return byteCount
  }

  private func failure(
    _ cause: OrtFailure, _ file: String, _ run: PromptedRun
  ) -> InferenceError {
    run.cancellation.isCancelled
      ? InferenceError(.cancelled, "\(file): the run was cancelled")
      : InferenceError(
        .runFailed, "\(file) failed; take an encoder and a decoder of one export", cause: cause)
  }

  private func floats(
    _ outputs: borrowing OutputTensors, _ index: Int, of file: String
  ) throws(InferenceError) -> FloatTensor {
    do {
      return try outputs.floats(at: index)
    } catch {
      throw InferenceError(
        .runFailed,
        "\(file) answered what emend cannot read; export it again without half precision",
        cause: error)
    }
  }
}
