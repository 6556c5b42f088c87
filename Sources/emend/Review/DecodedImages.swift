import EmendCore
import EmendRaster
import EmendStore

/// The images that the raster thread has decoded, within a budget of memory.
struct DecodedImages {
  private let decoder: PartDecoder
  private var files: [ImageID: ImageFile] = [:]
  /// Used last comes last: the image shown, the one before it, the next.
  private var decoded: [(id: ImageID, image: DecodedImage)] = []
  /// Of what was told already that it cannot be shown as large as asked for.
  private var told: Set<ImageID> = []
  private var troubles: [ImageID: ImageError] = [:]

  /// The image shown, the one before it, and what is decoded ahead; of more, few will be seen
  /// again, and their temporary files are as large as they are.
  private static let most = 5

  init(decoder: PartDecoder) { self.decoder = decoder }

  mutating func know(_ file: ImageFile) { files[file.image.id] = file }

  func holds(_ id: ImageID) -> Bool { decoded.contains { $0.id == id } }

  func file(of id: ImageID) -> ImageFile? { files[id] }

  /// The decoded image, at least as large as `zoom` shows it, if its file allows for that.
  ///
  /// - Returns: nil for an image that nobody has said the place of.
  /// - Throws: ``ImageError`` when there is nothing to show.
  mutating func image(_ id: ImageID, at zoom: Double) throws(ImageError) -> DecodedImage? {
    guard let file = files[id] else { return nil }
    let known = decoded.first { $0.id == id }?.image
    if let known, known.serves(zoom) || troubles[id] != nil {
      add(known, id)
      return known
    }
    do throws(ImageError) {
      let image = try file.decode(with: decoder, zoom: zoom)
      add(image, id)
      return image
    } catch {
      guard let known else { throw error }
      // Better shown coarsely than not at all.
      troubles[id] = error
      return known
    }
  }

  /// Keeps an image as the one used last.
  mutating func add(_ image: DecodedImage, _ id: ImageID) {
    decoded.removeAll { $0.id == id }
    decoded.append((id, image))
    while decoded.count > 1,
      decoded.count > Self.most
        || decoded.reduce(0, { $0 + $1.image.byteCount }) > decoder.budget
    {
      decoded.removeFirst()
    }
  }

  /// Why an image is shown less sharply than its file would be, told once.
  mutating func newShortage(of id: ImageID, at zoom: Double) -> ImageError? {
    guard let image = decoded.last(where: { $0.id == id })?.image else { return nil }
    guard let shortage = troubles[id] ?? image.shortage(at: zoom), told.insert(id).inserted
    else { return nil }
    return shortage
  }
}
