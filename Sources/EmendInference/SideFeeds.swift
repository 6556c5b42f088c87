import EmendCore

/// What goes into a model beside its image, kept from run to run by one worker.
final class SideFeeds {
  private let session: OnnxSession
  private let feeds: [InputFeed]
  /// By the input's place, with what it was made for.
  private var made: [Int: (batch: Int, size: ImageSize, tensor: FeedTensor)] = [:]

  /// The images of a model of half precision.
  private var half: HalfTensor?

  init(_ session: OnnxSession, _ feeds: [InputFeed]) {
    self.session = session
    self.feeds = feeds
  }

  /// All inputs, in the model's order, for a tensor of images of a size.
  func all(
    beside images: borrowing InputTensor, size: ImageSize
  ) throws(OrtFailure) -> [OpaquePointer?] {
    var all: [OpaquePointer?] = []
    for (place, feed) in feeds.enumerated() {
      if feed != .image {
        all.append(try tensor(feed, at: place, images.shape[0], size).raw)
      } else if session.inputs[place].type == .float16 {
        all.append(try halves(of: images).raw)
      } else {
        all.append(images.raw)
      }
    }
    return all
  }

  private func halves(of images: borrowing InputTensor) throws(OrtFailure) -> HalfTensor {
    let tensor: HalfTensor
    if let half, half.shape == images.shape {
      tensor = half
    } else {
      tensor = try HalfTensor(shape: images.shape, on: session.runtime)
      half = tensor
    }
    tensor.fill(from: images.values)
    return tensor
  }

  private func tensor(
    _ feed: InputFeed, at place: Int, _ batch: Int, _ size: ImageSize
  ) throws(OrtFailure) -> FeedTensor {
    if let known = made[place], known.batch == batch, known.size == size { return known.tensor }
    let (values, shape) = Self.values(feed, batch, size)
    let tensor = try FeedTensor(
      values, shape: shape, as: session.inputs[place].type, on: session.runtime)
    made[place] = (batch, size, tensor)
    return tensor
  }

  private static func values(
    _ feed: InputFeed, _ batch: Int, _ size: ImageSize
  ) -> ([Float], [Int]) {
    switch feed {
    case .image: return ([], [0])
    case .pixelMask:
      return (
        [Float](repeating: 1, count: batch * size.height * size.width),
        [batch, size.height, size.width]
      )
    case .inputSize:
      let pair = [Float(size.width), Float(size.height)]
      return ((0..<batch).flatMap { _ in pair }, [batch, 2])
    // Tokens are numbered below 2^24, up to which a Float is exact.
    case .fixed(let values, let shape): return (values.map { Float($0) }, shape)
    }
  }
}
