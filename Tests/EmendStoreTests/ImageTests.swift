import EmendCore
import Foundation
import Testing

@testable import EmendStore

@Suite struct ImageTests {
  private func write(_ text: String, _ name: String, in folder: Folder) throws -> NewImage {
    let path = folder.path + "/" + name
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    var image = NewImage.sample(1)
    image.path = ImagePath(path)
    image.sha256 = try Digest.sha256(file: ImagePath(path))
    return image
  }

  @Test func filesAreKnownByTheirBytesWhereverTheyAre() throws {
    let folder = try Folder()
    let project = try Project.create(at: folder.path, labels: ["a"])
    let first = try write("one", "a b\n.jpg", in: folder)
    #expect(try project.add([first]).added == 1)
    #expect(try project.add([first]).known == 1)
    #expect(try project.knows(first.path, byteCount: first.byteCount, modified: first.modified))
    let copy = try write("one", "copy.jpg", in: folder)
    #expect(try project.add([copy]).known == 1)
    try FileManager.default.removeItem(atPath: folder.path + "/a b\n.jpg")
    #expect(try project.markMissing() == 1)
    #expect(try project.queueLength() == 0)
    #expect(try project.add([copy]).moved == 1)
    #expect(try project.images().map(\.path) == [ImagePath("copy.jpg")])
    #expect(try project.queueLength() == 1)
  }

  @Test func changedBytesAreANewImageAndTheOldOneIsKept() throws {
    let folder = try Folder()
    let project = try Project.create(at: folder.path, labels: ["a"])
    let old = try write("one", "a.jpg", in: folder)
    _ = try project.add([old])
    let new = try write("two", "a.jpg", in: folder)
    #expect(try project.add([new]).changed == [ImagePath("a.jpg")])
    #expect(try project.images().map(\.presence) == [.changed, .present])
    let back = try write("one", "a.jpg", in: folder)
    _ = try project.add([back])
    #expect(try project.images().map(\.presence) == [.present, .changed])
    #expect(try project.verify() == [])
  }

  @Test func pathsOfAnyBytesComeBackAsTheyWere() throws {
    let folder = try Folder()
    let project = try Project.create(at: folder.path, labels: ["a"])
    var image = NewImage.sample(1)
    image.path = ImagePath(bytes: [0x2f, 0x61, 0x5c, 0xff, 0x1b, 0x27, 0x0a])
    _ = try project.add([image])
    #expect(try project.images().map(\.path) == [image.path])
  }

  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
  ])
  func digestsAreThoseOfFIPS180(text: String, digest: String) throws {
    let folder = try Folder()
    let path = folder.path + "/x"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    #expect(Digest.sha256(Array(text.utf8)) == digest)
    #expect(try Digest.sha256(file: ImagePath(path)) == digest)
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00.000Z"), (951_782_400_123, "2000-02-29T00:00:00.123Z"),
    (-1, "1969-12-31T23:59:59.999Z"), (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
  ])
  func timesAreWrittenInUTC(milliseconds: Int64, text: String) {
    #expect(Timestamp(milliseconds: milliseconds).text == text)
  }

  @Test func predictionsGoOnWhereTheyStopped() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    let model = try #require(try project.champion()?.id)
    #expect(try project.imagesToPredict(model, settings: "s", limit: 9).isEmpty)
    #expect(
      try project.imagesToPredict(model, settings: "t", limit: 2).map(\.id.rawValue) == [1, 2])
    try project.save(predictions: [(ImageID(1), [])], model: model, settings: "t")
    let rest = try project.imagesToPredict(model, settings: "t", limit: 9)
    #expect(rest.map(\.id.rawValue) == [2, 3])
    #expect(try project.predictions(of: ImageID(1), model: model)?.isEmpty == true)
    #expect(try project.predictions(of: ImageID(2), model: model) == nil)
    #expect(try project.verify() == [])
  }

  @Test func championsComeBackOneByOne() throws {
    let folder = try Folder()
    let project = try Project.create(at: folder.path, labels: ["a"])
    let models = try ["m1", "m2", "m3"].map { name in
      try project.addModelVersion(
        NewModelVersion(
          name: name, path: ImagePath(name), sha256: Digest.sha256(Array(name.utf8)))
      ).id
    }
    #expect(try project.modelVersions().map(\.role) == [.champion, .challenger, .challenger])
    try project.promote(models[1], by: "anna", why: "mAP50 0.61 > 0.45")
    try project.promote(models[2], by: "anna", why: "mAP50 0.70 > 0.61")
    #expect(try project.rollback(by: "ben", why: "worse on dents").name == "m2")
    #expect(try project.rollback(by: "ben", why: "still").name == "m1")
    #expect(throws: ProjectError.self) { try project.rollback(by: "ben", why: "more") }
    #expect(try project.modelVersions().map(\.role) == [.champion, .retired, .retired])
  }
}
