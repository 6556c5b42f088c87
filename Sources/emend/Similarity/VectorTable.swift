import EmendCore
import EmendLearning
import EmendStore

/// A model's vectors of a project, with what each belongs to.
struct VectorTable {
  private(set) var places: [(image: ImageID, box: Box)] = []
  private(set) var vectors: UnitVectors?

  /// - Throws: ``CommandFailure`` where there are none.
  init(_ part: Project.EmbeddedPart, of model: ModelVersion, in project: Project) throws {
    try project.embeddings(part, model: model.sha256) { stored in
      if vectors == nil { vectors = UnitVectors(length: stored.vector.count) }
      guard stored.vector.count == vectors?.length else {
        throw CommandFailure("the vectors of \(model.name) differ in length; run `emend verify`")
      }
      vectors?.append(stored.vector)
      places.append((stored.image, stored.box))
    }
  }

  /// The most alike, without those of one image.
  func neighbours(of vector: [Float], limit: Int, except image: ImageID?) throws -> [Neighbour] {
    guard let vectors else { return [] }
    guard vectors.length == vector.count else {
      throw CommandFailure(
        "the vector has \(vector.count) values and those of the project \(vectors.length); "
          + "register the model again")
    }
    let own = places.count { $0.image == image }
    return vectors.neighbours(of: vector, limit: limit + own)
      .filter { places[$0.index].image != image }.prefix(limit).map(\.self)
  }
}
