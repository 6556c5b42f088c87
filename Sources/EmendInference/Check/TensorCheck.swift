public import EmendCore
public import EmendRaster

/// Compares the tensor that emend makes of an image with the one that a model's own code makes.
///
/// Where they differ, other preparations are tried one change after the other, and what comes
/// nearest is named: the difference between training and use is then one line of a card.
public struct TensorCheck {
  /// How far two tensors are apart, in 1/255 of the range of a channel.
  public struct Difference: Hashable, Sendable {
    public var mean: Double
    public var most: Double

    /// Whether a model will answer the same for both.
    public var isSmall: Bool { mean <= 2 && most <= 8 }
  }

  /// The order of a tensor's channels.
  enum Channels: String {
    case redFirst = "red, green, blue"
    case blueFirst = "blue, green, red"
  }

  /// What may be wrong.
  struct Guess: Hashable {
    var preparation: Preparation
    var channels = Channels.redFirst
  }

  private let image: PixelImage
  private let card: ModelCard
  /// Channel after channel.
  private let reference: [Float]
  /// Of the reference.
  public let size: ImageSize

  /// - Parameters:
  ///   - tensor: batch x 3 x height x width, without the batch, or with the channels last.
  ///   - image: what the tensor was made from.
  ///   - card: how emend would make it.
  ///   - file: the tensor's path, for the sentence.
  /// - Throws: ``InferenceError`` of code `modelUnsupported` for a tensor of another shape.
  public init(
    _ tensor: NumpyTensor, of image: PixelImage, _ card: ModelCard, file: String
  ) throws(InferenceError) {
    var sides = tensor.shape
    if sides.count == 4, sides[0] == 1 { sides.removeFirst() }
    guard sides.count == 3, sides[0] == 3 || sides[2] == 3 else {
      let shape = tensor.shape.map(String.init).joined(separator: "x")
      throw InferenceError(
        .modelUnsupported, "\(file): a tensor of \(shape); expected 1x3xheightxwidth")
    }
    self.image = image
    self.card = card
    if sides[0] == 3 {
      size = ImageSize(width: sides[2], height: sides[1])
      reference = tensor.values
    } else {
      size = ImageSize(width: sides[1], height: sides[0])
      let values = tensor.values
      reference = (0..<3).flatMap { channel in
        stride(from: channel, to: values.count, by: 3).map { values[$0] }
      }
    }
  }

  /// The size of emend's own tensor.
  public var ownSize: ImageSize { placement(card.preparation).inputSize }

  /// How far emend's own tensor is from the reference; nil where their sizes differ.
  public var difference: Difference? { difference(Guess(preparation: card.preparation)) }

  /// The changes that bring emend's tensor nearest to the reference, as a card says them.
  ///
  /// - Returns: the changes and the difference that remains; no changes where none helps.
  /// - Complexity: about a hundred preparations of the image.
  public func remedy() -> (changes: [String], difference: Difference?) {
    let start = Guess(preparation: sized(card.preparation))
    var best = start
    var nearest = difference(best)
    for _ in 0..<4 {
      let before = best
      for other in neighbours(of: best) {
        guard let found = difference(other), found.mean < (nearest?.mean ?? .infinity) * 0.99 else {
          continue
        }
        (best, nearest) = (other, found)
      }
      if best == before { break }
    }
    return (TensorChanges(from: card.preparation, to: best).lines, nearest)
  }

  /// With the reference's size where the model leaves it free.
  private func sized(_ preparation: Preparation) -> Preparation {
    var sized = preparation
    if placement(preparation).inputSize != size { sized.size = size }
    return sized
  }

  private func placement(_ preparation: Preparation) -> Placement {
    preparation.placement(
      of: ImageSize(width: image.width, height: image.height), isSizeFree: card.isSizeFree,
      stride: card.stride)
  }

  /// What differs from a guess in one thing.
  private func neighbours(of guess: Guess) -> [Guess] {
    var found: [Guess] = []
    func add(_ change: (inout Guess) -> Void) {
      var other = guess
      change(&other)
      if other != guess { found.append(other) }
    }
    for values in Self.normalisations {
      add {
        $0.preparation.scale = values.scale
        $0.preparation.mean = values.mean
        $0.preparation.deviation = values.deviation
      }
    }
    add { $0.channels = .blueFirst }
    add { $0.channels = .redFirst }
    let shorter = min(size.width, size.height)
    let crops = [1, 0.875, 0.9, 0.95].map { Int(Double(shorter) / $0) }
    let cutters: [Preparation.Cutter] = [.torchvision, .transformers]
    let cuts = crops.flatMap { side in
      cutters.map { Preparation.Fit.crop(shorter: side, by: $0) }
    }
    for fit in [Preparation.Fit.letterbox, .stretch, .pad] + cuts {
      add { $0.preparation.fit = fit }
    }
    for resampling in Preparation.Resampling.allCases {
      for library in [Preparation.Library.pillow, .torch] {
        add {
          $0.preparation.resampling = resampling
          $0.preparation.library = library
        }
      }
    }
    for padding: Float in [0, 114, 127.5, 255] { add { $0.preparation.padding = padding } }
    return found
  }

  private static let normalisations: [(scale: Float, mean: [Float], deviation: [Float])] = [
    (1.0 / 255, [0, 0, 0], [1, 1, 1]),
    (1.0 / 255, Preparation.imageNetMean, Preparation.imageNetDeviation),
    (1.0 / 255, [0.5, 0.5, 0.5], [0.5, 0.5, 0.5]),
    (1.0 / 255, Preparation.clipMean, Preparation.clipDeviation),
    (1, [0, 0, 0], [1, 1, 1]),
    (1, [123.675, 116.28, 103.53], [58.395, 57.12, 57.375]),
  ]

  private func difference(_ guess: Guess) -> Difference? {
    let preparation = guess.preparation
    let placement = placement(preparation)
    let isWhole =
      placement.left >= 0 && placement.top >= 0 || preparation.resampling != .linear
    guard placement.inputSize == size, isWhole else { return nil }
    let plane = size.width * size.height
    var ours = [Float](repeating: 0, count: 3 * plane)
    ours.withUnsafeMutableBufferPointer {
      InputWriter(preparation).write(image, placement, to: $0)
    }
    var difference = Difference(mean: 0, most: 0)
    for channel in 0..<3 {
      let other = guess.channels == .redFirst ? channel : 2 - channel
      let unit = Double(preparation.deviation[channel] / preparation.scale)
      for index in 0..<plane {
        let ours = Double(ours[channel * plane + index])
        let gap = abs(ours - Double(reference[other * plane + index])) * unit
        difference.mean += gap
        difference.most = max(difference.most, gap.isNaN ? .infinity : gap)
      }
    }
    difference.mean /= Double(3 * plane)
    return difference
  }
}
