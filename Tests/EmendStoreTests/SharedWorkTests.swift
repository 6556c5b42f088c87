import EmendCore
import EmendStore
import Foundation
import Synchronization
import Testing

@Suite struct SharedWorkTests {
  @Test func theSecondOfTwoDecisionsOnOneObjectIsRefusedAndNamesTheFirst() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    let other = try Project.open(from: folder.path)
    var (anna, ben) = (Script("anna", seed: 1), Script("ben", seed: 2))
    let image = try anna.open(ImageID(1), in: project)
    let seen = try ben.open(ImageID(1), in: other)
    try anna.record([anna.decide(image.objects[0], on: image.id)], in: project)
    let error = #expect(throws: ProjectError.self) {
      try ben.record(
        [
          ben.decide(seen.objects[1], on: seen.id),
          ben.decide(seen.objects[0], .reject, on: seen.id, status: .rejected),
        ], in: other)
    }
    #expect(error?.code == .conflict(image: image.id, by: "anna"))
    let after = try ben.open(image.id, in: other)
    #expect(after.objects.map(\.state.status) == [.accepted, .open, .open])
  }

  @Test func undoStopsAtAnotherReviewersDecision() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path)
    var (anna, ben) = (Script("anna", seed: 1), Script("ben", seed: 2))
    let image = try anna.open(ImageID(1), in: project)
    try anna.record([anna.decide(image.objects[0], on: image.id)], in: project)
    let seen = try ben.open(ImageID(1), in: project)
    try ben.record(
      [ben.decide(seen.objects[0], .relabel, on: image.id, label: LabelID(0))], in: project)
    let error = #expect(throws: ProjectError.self) { try anna.undo(in: project) }
    #expect(error?.code == .conflict(image: image.id, by: "ben"))
    #expect(try ben.undo(in: project) != nil)
    #expect(try anna.undo(in: project) != nil)
    #expect(try project.verify() == [])
  }

  @Test func twoReviewersGetDifferentImagesUntilALeaseEnds() throws {
    let folder = try Folder()
    let project = try Project.sample(at: folder.path, images: 2)
    let start = Script().now
    let later = Timestamp(milliseconds: start.milliseconds + Project.leaseMilliseconds)
    func next(_ reviewer: String, _ now: Timestamp) throws -> ImageID? {
      try project.openNext(reviewer: reviewer, session: "s", now: now)?.id
    }
    #expect(try next("anna", start) == ImageID(1))
    #expect(try next("ben", start) == ImageID(2))
    #expect(try next("cem", start) == nil)
    #expect(try next("anna", start) == ImageID(1))
    #expect(try next("cem", later) == ImageID(1))
    try project.releaseLeases(reviewer: "cem", session: "s")
    #expect(try next("dana", start) == ImageID(1))
  }

  @Test(arguments: [2, 4])
  func reviewersAtOnceLoseNoDecision(reviewers: Int) throws {
    let folder = try Folder()
    try Project.sample(at: folder.path, images: 40).close()
    let failures = Mutex<[String]>([])
    let path = folder.path
    DispatchQueue.concurrentPerform(iterations: reviewers) { number in
      do {
        var script = Script("reviewer \(number)", seed: UInt64(number))
        let project = try Project.open(from: path)
        while let image = try project.openNext(
          reviewer: script.reviewer, session: "s", now: script.now)
        {
          for object in image.objects {
            try script.record([script.decide(object, on: image.id)], in: project)
          }
          try script.record([script.close(image)], in: project)
        }
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock { $0 } == [])
    let project = try Project.open(from: path)
    let status = try project.status()
    #expect(status.images.reviewed == 40)
    #expect(status.predicted.accepted == 120)
    #expect(status.reviewers.reduce(0) { $0 + $1.decisions } == 160)
    #expect(try project.verify() == [])
  }

  @Test func writersOnOneObjectCountEveryDecision() throws {
    let folder = try Folder()
    try Project.sample(at: folder.path, images: 1).close()
    let failures = Mutex<[String]>([])
    let path = folder.path
    DispatchQueue.concurrentPerform(iterations: 4) { number in
      do {
        var script = Script("reviewer \(number)", seed: UInt64(number))
        let project = try Project.open(from: path)
        var done = 0
        while done < 10 {
          let object = try script.open(ImageID(1), in: project).objects[0]
          let label = LabelID(1 - object.state.label.rawValue)
          do {
            try script.record(
              [script.decide(object, .relabel, on: ImageID(1), label: label)], in: project)
            done += 1
          } catch let error as ProjectError {
            guard case .conflict = error.code else { throw error }
          }
        }
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock { $0 } == [])
    let script = Script()
    let project = try Project.open(from: path)
    #expect(try script.open(ImageID(1), in: project).objects[0].revision == 40)
  }
}
