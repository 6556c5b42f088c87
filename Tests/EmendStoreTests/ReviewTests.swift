import EmendCore
import EmendStore
import Testing

@Suite struct ReviewTests {
  @Test func theWholePathFromAnEmptyFolderToAnUndo() throws {
    let folder = try Folder()
    var script = Script()
    do {
      let project = try Project.sample(at: folder.path)
      let image = try #require(
        try project.openNext(reviewer: "anna", session: "s1", now: script.now))
      #expect(image.objects.compactMap(\.detection?.best.score) == [0.3, 0.6, 0.9])
      #expect(image.place?.remaining == 3)
      try project.record(
        Step([script.decide(image.objects[0], on: image.id)]), reviewer: "anna", session: "s1")
      try project.close()
    }
    let project = try Project.open(from: folder.path + "/images")
    let image = try #require(
      try project.openNext(reviewer: "anna", session: "s2", now: script.now))
    #expect(image.objects.map(\.state.status) == [.accepted, .open, .open])
    let undone = try project.undo(reviewer: "anna", session: "s2", now: script.now) { script.id() }
    #expect(undone?.object == image.objects[0].id)
    let after = try project.open(image.id, reviewer: "anna", session: "s2", now: script.now)
    #expect(after.objects.map(\.state.status) == [.open, .open, .open])
    #expect(after.objects[0].revision == 2)
  }
}
