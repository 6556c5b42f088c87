import EmendCore
import EmendRaster
import Testing

@testable import EmendInference

/// Click to mask against transformers' own models; `Tests/Peers/prompted/make_cases.py` asked them.
@Suite(.enabled(if: PeerPromptCases.folder != nil, "EMEND_PEER_CASES names no folder"))
struct PeerPromptTests {
  @Test func aPairIsRecognisedAsWhatItIs() throws {
    let cases = try PeerPromptCases()
    for model in cases.models {
      let segmenter = try cases.segmenter(model.name)
      #expect(segmenter.form == model.form, "\(model.name)")
      #expect(segmenter.layout.side == model.side, "\(model.name)")
    }
  }

  @Test func anEncoderIsRegisteredAndADecoderRefused() throws {
    let cases = try PeerPromptCases()
    for model in cases.models {
      let path = "\(cases.folder)/models/\(model.name)"
      let detector = try Detector(cases.runtime, path: "\(path)/encoder.onnx")
      #expect(detector.card.family == "sam")
      #expect(detector.card.inputSize == ImageSize(width: model.side, height: model.side))
      let error = #expect(throws: InferenceError.self) {
        try Detector(cases.runtime, path: "\(path)/decoder.onnx")
      }
      #expect(error?.message.contains("register the encoder") ?? false, "\(model.name)")
    }
  }

  @Test func aSmallerImageGivesMasksOfTheWholeOnesSize() throws {
    let cases = try PeerPromptCases()
    let image = try #require(cases.images["000"])
    let whole = ImageSize(width: 2 * image.width, height: 2 * image.height)
    for model in cases.models {
      let segmenter = try cases.segmenter(model.name)
      func masks(_ size: ImageSize?, _ scale: Double) throws -> [MaskCandidate] {
        let points = [PromptPoint(ImagePoint(x: 100 * scale, y: 90 * scale))]
        return try segmenter.masks(
          segmenter.encode(image, of: size), MaskPrompt(points: points))
      }
      let (large, small) = (try masks(whole, 2), try masks(nil, 1))
      #expect(large.map(\.logits) == small.map(\.logits), "\(model.name)")
      #expect(large.allSatisfy { $0.mask.size == whole })
    }
  }

  @Test func aPairOfTwoExportsIsRefusedInOneSentence() throws {
    let cases = try PeerPromptCases()
    for model in cases.models {
      for other in cases.models where other.form != model.form {
        // An encoder of HQ-SAM gives what SAM's decoder takes, and so it may.
        if (model.form, other.form) == ("HQ-SAM", "SAM or MobileSAM") { continue }
        let error = #expect(throws: InferenceError.self) {
          try cases.segmenter(model.name, decoder: other.name)
        }
        #expect(error?.code == .modelUnsupported)
        let message = error?.message ?? ""
        #expect(message.contains("expects"), "\(message)")
        #expect(message.contains(model.name) && message.contains(other.name), "\(message)")
      }
    }
  }

  @Test func twoEncodersOrTwoDecodersAreRefused() throws {
    let cases = try PeerPromptCases()
    for model in cases.models {
      let path = "\(cases.folder)/models/\(model.name)"
      for part in ["encoder", "decoder"] {
        let error = #expect(throws: InferenceError.self) {
          try PromptedSegmenter(
            cases.runtime, encoder: "\(path)/\(part).onnx", decoder: "\(path)/\(part).onnx")
        }
        #expect(error?.code == .modelUnsupported)
        #expect(error?.message.contains("expect") ?? false, "\(error?.message ?? "")")
      }
    }
  }

  @Test func aDecoderThatNeedsABoxIsNotAskedWithoutOne() throws {
    let cases = try PeerPromptCases()
    let segmenter = try cases.segmenter("traced")
    let encoding = try segmenter.encode(try #require(cases.images["000"]))
    let click = PromptPoint(ImagePoint(x: 30, y: 40))
    for _ in 1...2 {
      let error = #expect(throws: InferenceError.self) {
        try segmenter.masks(encoding, MaskPrompt(points: [click]))
      }
      #expect(error?.code == .modelUnsupported)
      #expect(error?.message.contains("show it a box") ?? false)
    }
    let box = Box(x: 10, y: 20, width: 100, height: 90)
    #expect(try !segmenter.masks(encoding, MaskPrompt(points: [click], box: box)).isEmpty)
  }

  @Test func whatIsNoNumberGetsASentence() throws {
    let cases = try PeerPromptCases()
    let image = try #require(cases.images["000"])
    let prompt = MaskPrompt(box: Box(x: 10, y: 20, width: 100, height: 90))
    let broken = try cases.segmenter("broken", decoder: "sam2-samexporter")
    let half = try cases.segmenter("sam2-samexporter", decoder: "broken")
    let encoding = try half.encode(image)
    for error in [
      #expect(throws: InferenceError.self) { try broken.encode(image) },
      #expect(throws: InferenceError.self) { try half.masks(encoding, prompt) },
    ] {
      #expect(error?.code == .runFailed)
      #expect(error?.message.contains("no numbers") ?? false)
      #expect(error?.message.contains("broken") ?? false)
    }
  }

  @Test func aCancelledRunIsToldFromAFailure() throws {
    let cases = try PeerPromptCases()
    let image = try #require(cases.images["000"])
    let segmenter = try cases.segmenter("sam")
    let run = try segmenter.makeRun()
    run.cancel()
    let error = #expect(throws: InferenceError.self) { try segmenter.encode(image, run) }
    #expect(error?.code == .cancelled)
    #expect(try segmenter.encode(image).imageSize == ImageSize(width: 320, height: 240))
  }

  /// A mask goes in as the decoder's own export takes it, and another shape gets a sentence.
  @Test func aMaskCanBeRefined() throws {
    let cases = try PeerPromptCases()
    let image = try #require(cases.images["000"])
    for model in cases.models {
      let segmenter = try cases.segmenter(model.name)
      let encoding = try segmenter.encode(image)
      #expect(encoding.byteCount > 0)
      var prompt = MaskPrompt(points: [PromptPoint(ImagePoint(x: 160, y: 120))])
      let first = try segmenter.masks(encoding, prompt)
      prompt.earlier = try #require(first.first).logits
      let second = try segmenter.masks(encoding, prompt)
      #expect((first != second) == segmenter.refinesMasks, "\(model.name)")
      prompt.earlier = MaskLogits(width: 3, height: 5, values: [Float](repeating: 1, count: 15))
      guard segmenter.refinesMasks else { continue }
      let error = #expect(throws: InferenceError.self) { try segmenter.masks(encoding, prompt) }
      #expect(error?.code == .runFailed)
    }
  }

  @Test func ourTensorIsTheOriginals() throws {
    let cases = try PeerPromptCases()
    let deviations = [0.229, 0.224, 0.225]
    for model in cases.models {
      let segmenter = try cases.segmenter(model.name)
      let (preparation, isPlanes) = (segmenter.preparation, segmenter.layout.input == .planes)
      var worst = (mean: 0.0, most: 0.0)
      for (name, image) in cases.images where name < "004" {
        let ours = tensor(image, preparation)
        let theirs = try cases.floats("prepared/\(model.name)-\(name)")
        try #require(ours.count == theirs.count)
        let plane = ours.count / 3
        var sum = 0.0
        for index in ours.indices {
          let unit = isPlanes ? 255 * deviations[index / plane] : 1
          let apart = Double(abs(ours[index] - theirs[index])) * unit
          sum += apart
          worst.most = max(worst.most, apart.isNaN ? .infinity : apart)
        }
        worst.mean = max(worst.mean, sum / Double(ours.count))
      }
      try PeerReport.note(
        "prompted", model.name, "tensor",
        "mean \(short(worst.mean))/255, most \(short(worst.most))/255")
      #expect(worst.mean <= 2, "\(model.name)")
      #expect(worst.most <= 8, "\(model.name)")
    }
  }

  @Test func rawOutputsAreThoseOfPython() throws {
    let cases = try PeerPromptCases()
    for model in cases.models {
      let segmenter = try cases.segmenter(model.name)
      let tensor = try cases.floats("prepared/\(model.name)-000")
      let placement = segmenter.preparation.placement(of: ImageSize(width: 320, height: 240))
      let shape = segmenter.preparation.shape(placement)
      let encoding = try segmenter.encode(placement, shape, segmenter.makeRun()) {
        _ = $0.update(fromContentsOf: tensor)
      }
      for index in segmenter.layout.mapOutputs {
        let ours = Array(try encoding.maps.floats(at: index).values)
        #expect(
          far(ours, try cases.floats("raw/\(model.name)-encoder-\(index)")) == 0,
          "\(model.name) map \(index)")
      }
      let earlier = segmenter.refinesMasks ? try cases.floats("raw/\(model.name)-earlier") : nil
      let answer = try segmenter.answer(
        encoding, cases.tokens(model.name),
        earlier.map { MaskLogits(width: model.side / 4, height: model.side / 4, values: $0) })
      let scores = try cases.floats("raw/\(model.name)-decoder-\(segmenter.layout.scores)")
      let order = PromptAnswer.order(scores, tokens: 5)
      let theirs = try cases.floats("raw/\(model.name)-decoder-\(segmenter.layout.logits)")
      let size = theirs.count / scores.count
      for (mask, index) in zip(answer.masks, order) {
        #expect(
          far(mask.logits.values, Array(theirs[index * size..<(index + 1) * size])) == 0,
          "\(model.name) mask \(index)")
        #expect(abs(mask.score - Double(min(max(scores[index], 0), 1))) <= 1e-5)
      }
      try PeerReport.note("prompted", model.name, "raw", "equal to 1e-5")
    }
  }

  @Test func masksAreThoseOfTheOriginal() throws {
    let cases = try PeerPromptCases()
    for model in cases.models {
      let segmenter = try cases.segmenter(model.name)
      let encodings = try cases.images.mapValues { try segmenter.encode($0) }
      var overlaps: [Double] = []
      for expected in try cases.expected(model.name) {
        let encoding = try #require(encodings[expected.image])
        var ours = try segmenter.masks(encoding, expected.prompt)
        for line in expected.masks {
          let score = min(max(line.numbers[0], 0), 1)
          let rated = ours.indices.map { index in
            abs(ours[index].score - score) <= 0.01
              ? MaskOverlap.of(ours[index].mask.runs, line.runs ?? []) : 0
          }
          let best = rated.indices.max { rated[$0] < rated[$1] }
          overlaps.append(best.map { rated[$0] } ?? 0)
          if let best, rated[best] > 0.5 { ours.remove(at: best) }
        }
      }
      let good = overlaps.filter { $0 >= 0.98 }.count
      let least = overlaps.min() ?? 0
      try PeerReport.note(
        "prompted", model.name, "answers",
        "\(good) of \(overlaps.count) masks agree, the least IoU \(short(least))")
      #expect(overlaps.count > 50, "\(model.name)")
      #expect(Double(good) >= 0.99 * Double(overlaps.count), "\(model.name)")
    }
  }

  private func tensor(_ image: PixelImage, _ preparation: PromptPreparation) -> [Float] {
    let placement = preparation.placement(
      of: ImageSize(width: image.width, height: image.height))
    let count = preparation.shape(placement).reduce(1, *)
    var values = [Float](repeating: .nan, count: count)
    values.withUnsafeMutableBufferPointer { preparation.write(image, placement, to: $0) }
    return values
  }

  private func short(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }

  /// How many values are further apart than 1e-5.
  private func far(_ ours: [Float], _ theirs: [Float]) -> Int {
    guard ours.count == theirs.count else { return .max }
    return zip(ours, theirs).filter { !(abs($0 - $1) <= 1e-5 * max(1, abs($1))) }.count
  }
}
