import EmendCore
import EmendLearning
import Testing

@Suite struct SnapshotPartTests {
  private static let shares = SnapshotPart.Shares(train: 0.7, val: 0.2, test: 0.1)

  private func parts(_ names: [String], salt: String = "") -> [SnapshotPart] {
    names.map { SnapshotPart(of: ImagePath($0), shares: Self.shares, salt: salt) }
  }

  @Test(arguments: ["line4/cam2_", "seq3/", "part7_", "2026-11-03_"])
  func framesOfOneRecordingShareAPart(prefix: String) {
    let names = (0..<5000).map { "\(prefix)\(1_000_000 + $0).jpg" }
    #expect(Set(parts(names)).count == 1)
  }

  @Test func copiesShareThePartOfTheirPicture() {
    for number in 0..<500 {
      let stem = "plates/plate_\(number)"
      let names = ["", "-copy", " (2)", "_aug1", "_aug2_flip", ".rf.00ff00ff"].map {
        "\(stem)\($0).jpg"
      }
      #expect(Set(parts(names)).count == 1, "\(stem)")
    }
  }

  @Test func picturesWithNumbersAreDividedByTheShares() {
    let found = parts((0..<20_000).map { "plate_\(100_000 + $0).jpg" })
    let expected: [(SnapshotPart, Double)] = [(.train, 0.7), (.val, 0.2), (.test, 0.1)]
    for (part, share) in expected {
      let found = Double(found.count { $0 == part }) / 20_000
      // Five standard deviations of a fair draw.
      #expect(abs(found - share) < 5 * (share * (1 - share) / 20_000).squareRoot(), "\(part)")
    }
  }

  @Test func neighbouringNumbersAreDrawnApart() {
    // FNV-1a alone gives ten names that differ in their last digit nearly the same fraction.
    let found = parts((0..<5000).map { "plate_\(100_000 + $0).jpg" })
    let changes = zip(found, found.dropFirst()).count { $0 != $1 }
    // Two of three independent draws differ with chance 1 - 0.49 - 0.04 - 0.01.
    #expect(abs(Double(changes) / 4999 - 0.46) < 0.04)
  }

  @Test func anImageKeepsItsPartWhenOthersCome() {
    let names = (0..<300).map { "plate_\($0).jpg" }
    let more = (0..<300).map { "clip2_\($0).jpg" } + names
    #expect(parts(more).suffix(300) == parts(names)[...])
  }

  /// Frozen: a project's held-out images must stay held out in every later version.
  @Test func partsStayWhatTheyAreInEveryVersion() {
    let found = parts((0..<24).map { "plate_\($0).jpg" }, salt: "emend")
    let letters = found.map { String($0.rawValue.prefix(2)) }.joined(separator: " ")
    #expect(letters == "tr tr va te tr tr va va tr va va te tr te va tr tr te te va tr tr tr tr")
  }

  @Test func anotherSaltDividesAnew() {
    let names = (0..<200).map { "plate_\($0).jpg" }
    #expect(parts(names, salt: "a") != parts(names, salt: "b"))
  }

  @Test func aShareOfNoughtGetsNothing() {
    let only = SnapshotPart.Shares(train: 0, val: 3, test: 0)
    let found = (0..<100).map {
      SnapshotPart(of: ImagePath("\($0)"), shares: only, salt: "")
    }
    #expect(Set(found) == [.val])
  }
}
