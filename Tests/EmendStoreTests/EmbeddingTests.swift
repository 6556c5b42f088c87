import EmendCore
import Testing

@testable import EmendStore

@Suite struct EmbeddingTests {
  private let model = Digest.sha256([7])
  private let whole = Box(x: 0, y: 0, width: 640, height: 480)

  private func stored(
    _ part: Project.EmbeddedPart, in project: Project, by model: String? = nil
  ) throws -> [StoredEmbedding] {
    var found: [StoredEmbedding] = []
    try project.embeddings(part, model: model ?? self.model) { found.append($0) }
    return found
  }

  /// numpy's `np.array(values, '<f2').tobytes()`.
  @Test func bytesAreThoseOfNumpysHalfFloats() throws {
    let values: [Float] = [0, -0.0, 1, -2, 0.1, 1.0 / 3, 65504, 6e-8, 1e-9]
    let bytes = try HalfFloats.bytes(of: values)
    #expect(
      bytes == [
        0x00, 0x00, 0x00, 0x80, 0x00, 0x3c, 0x00, 0xc0, 0x66, 0x2e, 0x55, 0x35, 0xff, 0x7b, 0x01,
        0x00, 0x00, 0x00,
      ])
    let back = try HalfFloats.values(of: bytes)
    #expect(back[4] == 0.099975586)
    #expect(try HalfFloats.bytes(of: back) == bytes)
  }

  @Test(arguments: [Float.infinity, .nan, 65_520])
  func whatAHalfFloatCannotHoldIsRefused(value: Float) throws {
    let project = try Project.sample(at: Folder().path)
    let error = #expect(throws: ProjectError.self) {
      try project.save(
        embeddings: [
          StoredEmbedding(image: ImageID(1), box: whole, vector: [1, 2]),
          StoredEmbedding(image: ImageID(2), box: whole, vector: [1, value]),
        ], model: model)
    }
    #expect(error?.code == .invalid)
    #expect(try stored(.images, in: project) == [])
  }

  @Test func eachModelMakesEachVectorOnce() throws {
    let project = try Project.sample(at: Folder().path)
    #expect(try project.toEmbed(.images, model: model).map(\.boxes) == [[whole], [whole], [whole]])
    let first = StoredEmbedding(image: ImageID(2), box: whole, vector: [0.5, -1])
    try project.save(embeddings: [first], model: model)
    #expect(try project.toEmbed(.images, model: model).map(\.image.id) == [ImageID(1), ImageID(3)])
    #expect(try project.toEmbed(.images, model: Digest.sha256([8])).count == 3)
    #expect(try stored(.images, in: project) == [first])
    #expect(try stored(.images, in: project, by: Digest.sha256([8])) == [])
    let again = StoredEmbedding(image: ImageID(2), box: whole, vector: [2, 3, 4])
    try project.save(embeddings: [again], model: model)
    #expect(try stored(.images, in: project) == [again])
    #expect(try project.embedding(of: ImageID(2), whole, model: model) == again)
    #expect(try project.embedding(of: ImageID(1), whole, model: model) == nil)
    #expect(try project.verify() == [])
  }

  @Test func objectsAreThoseAcceptedAndThosePredictedThatNobodyRejected() throws {
    let project = try Project.sample(at: Folder().path, images: 2)
    var script = Script()
    let image = try script.open(ImageID(1), in: project)
    let drawn = Box(x: 1.5, y: 2.5, width: 30, height: 40)
    let moved = Box(x: 5, y: 6, width: 7, height: 8)
    try script.record(
      [
        script.decide(image.objects[0], .reject, on: image.id, status: .rejected),
        script.decide(image.objects[1], .reshape, on: image.id, shape: .box(moved)),
        script.draw(.box(drawn), on: image.id),
        script.draw(.image(ImageSize(width: 640, height: 480)), on: image.id),
        script.draw(.box(Box(x: 1, y: 1, width: 0, height: 5)), on: image.id),
      ], in: project)
    let predicted = Detection.samples.map(\.shape.bounds)
    let left = try project.toEmbed(.objects, model: model)
    #expect(left.map(\.image.id) == [ImageID(1), ImageID(2)])
    let kept = image.objects.dropFirst().map(\.state.shape.bounds)
    #expect(Set(left[0].boxes) == Set(kept + [drawn, moved]))
    #expect(Set(left[1].boxes) == Set(predicted))
    try project.save(
      embeddings: [StoredEmbedding(image: ImageID(1), box: drawn, vector: [1])], model: model)
    #expect(try project.toEmbed(.objects, model: model)[0].boxes.count == 3)
    #expect(try stored(.objects, in: project).map(\.box) == [drawn])
    #expect(try stored(.images, in: project) == [])
  }
}
