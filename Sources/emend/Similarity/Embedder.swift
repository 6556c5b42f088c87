import EmendCore
import EmendFormats
import EmendInference
import EmendRaster
import EmendStore

/// A loaded model that answers vectors.
struct Embedder: Sendable {
  let model: ModelVersion
  let workers: Int
  /// Parts of images in one run of the model.
  let batch: Int
  private let detector: Detector
  private let decoder: ImageDecoder

  /// - Throws: ``CommandFailure`` where there is no such model, or it answers no vectors.
  init(_ name: String?, in opened: OpenProject, on choice: ProviderChoice) throws {
    model = try opened.project.findEmbedder(name)
    let file = try ModelFile(model, in: opened.project)
    detector = try file.detector(opened, on: choice)
    (workers, batch) = (choice.workers, choice.batch(on: detector.provider))
    decoder = ImageDecoder(pixelLimit: opened.settings.images.pixelLimit)
    guard detector.card.purpose == .embed else {
      throw CommandFailure(
        "\(model.name) answers no vectors (\(detector.card.summary)); name another model by "
          + "--model")
    }
  }

  /// The vectors of some parts of images.
  ///
  /// - Returns: for each image its vectors in the order of its boxes, or what went wrong with it.
  func vectors(
    of parts: [(file: ImageFile, boxes: [Box])]
  ) -> [Result<[StoredEmbedding], any Error>] {
    var (crops, counts) = ([PixelImage](), [Result<Int, any Error>]())
    for (file, boxes) in parts {
      do {
        let image = try file.decode(with: decoder)
        crops += boxes.map(image.part(in:))
        counts.append(.success(boxes.count))
      } catch {
        counts.append(.failure(error))
      }
    }
    let answers = Result { try vectors(of: crops) }
    var place = 0
    return zip(parts, counts).map { part, count in
      count.flatMap { count in
        defer { place += count }
        return answers.map { vectors in
          zip(part.boxes, vectors[place..<place + count]).map {
            StoredEmbedding(image: part.file.image.id, box: $0, vector: $1)
          }
        }
      }
    }
  }

  /// The vector of an image file that the project need not know.
  func vector(ofFile path: ImagePath) throws -> [Float] {
    let image: PixelImage
    do throws(ImageError) {
      image = try FileBytes(path).withBytes { buffer throws(ImageError) in
        try decoder.decode(buffer)
      }
    } catch {
      throw error.at(path)
    }
    return try vectors(of: [image])[0]
  }

  private func vectors(of images: [PixelImage]) throws -> [[Float]] {
    try stride(from: 0, to: images.count, by: batch).flatMap { start in
      let part = Array(images[start..<min(start + batch, images.count)])
      return try detector.answer(part).map { answer in
        guard case .embedding(let vector) = answer else {
          throw CommandFailure("\(model.name) answered no vector; register it again")
        }
        return vector
      }
    }
  }
}

extension Project {
  /// A model that answers vectors, by its name or number; the newest for nil.
  fileprivate func findEmbedder(_ name: String?) throws -> ModelVersion {
    if let name { return try find(name) }
    guard let newest = try modelVersions().last(where: { $0.purpose == .embed }) else {
      throw CommandFailure(
        "no model answers vectors yet; register one by `emend model add dinov2.onnx`")
    }
    return newest
  }
}
