import EmendCore
import EmendLearning
import Testing

@Suite struct QueueOrderTests {
  private func candidates(_ count: Int) -> [QueueOrder.Candidate] {
    var random = SplitMix64(seed: 7)
    return (0..<count).map { index in
      let digits = (0..<4).map { _ in
        let word = String(random.next(), radix: 16)
        return String(repeating: "0", count: 16 - word.count) + word
      }
      return QueueOrder.Candidate(
        image: ImageID(Int64(index)), sha256: digits.joined(), value: Double(index % 10))
    }
  }

  /// Source of the values: RFC 9923, appendix C.
  @Test(arguments: [
    ("", UInt64(0xcbf2_9ce4_8422_2325)), ("a", 0xaf63_dc4c_8601_ec8c),
    ("foobar", 0x8594_4171_f739_67e8),
  ])
  func theHashIsFNV1a(text: String, hash: UInt64) {
    #expect(StableHash.fnv1a(text.utf8) == hash)
  }

  /// The values of Vigna's `splitmix64.c` for the seed 1234567.
  @Test func theGeneratorIsSplitMix64() {
    var random = SplitMix64(seed: 1_234_567)
    #expect(random.next() == 6_457_827_717_110_365_317)
    #expect(random.next() == 3_203_168_211_198_807_973)
  }

  @Test func withoutControlTheLeastSureComeFirstAndTiesByImage() {
    let settings = QueueSettings(controlShare: 0)
    let places = QueueOrder.places(of: candidates(30).reversed(), settings: settings)
    let expected = (0..<10).reversed().flatMap { value in [value, value + 10, value + 20] }
    #expect(places.map(\.image.rawValue) == expected.map(Int64.init))
    #expect(places.allSatisfy { $0.selection == .main })
  }

  @Test func controlImagesComeAtAnEvenDistance() {
    let places = QueueOrder.places(of: candidates(3000), settings: QueueSettings())
    let control = places.count { $0.selection == .control }
    #expect((240...360).contains(control))
    for start in stride(from: 0, to: 3000, by: 300) {
      let part = places[start..<start + 300].count { $0.selection == .control }
      #expect(abs(part - control / 10) <= 1, "from \(start)")
    }
    #expect(Set(places.map(\.image)).count == 3000)
  }

  @Test func anImageStaysControlWhenOthersComeOrTheModelChanges() {
    let all = candidates(500)
    func control(_ candidates: [QueueOrder.Candidate]) -> Set<ImageID> {
      let places = QueueOrder.places(of: candidates, settings: QueueSettings(seed: 3))
      return Set(places.filter { $0.selection == .control }.map(\.image))
    }
    let changed = all.map { QueueOrder.Candidate(image: $0.image, sha256: $0.sha256, value: 0) }
    #expect(control(changed) == control(all))
    let few = Array(all.prefix(100))
    #expect(control(few) == control(all).intersection(few.map(\.image)))
  }

  @Test(arguments: [-1.0, 0.0, .nan, 0.00004])
  func aShareThatRoundsToNoughtDrawsNone(share: Double) {
    let places = QueueOrder.places(
      of: candidates(200), settings: QueueSettings(controlShare: share))
    #expect(places.allSatisfy { $0.selection == .main })
  }

  @Test func everythingMayBeControl() {
    let all = candidates(50)
    let settings = QueueSettings(controlShare: 1, seed: 2)
    let places = QueueOrder.places(of: all, settings: settings)
    let expected = all.sorted {
      QueueOrder.hash(sha256: $0.sha256, seed: 2) < QueueOrder.hash(sha256: $1.sha256, seed: 2)
    }
    #expect(places.map(\.image) == expected.map(\.image))
  }

  @Test func randomIsAShuffleBySeedAndOldestIsByImage() {
    let all = candidates(50)
    func order(_ strategy: QueueSettings.Strategy, seed: UInt64) -> [Int64] {
      let settings = QueueSettings(strategy: strategy, controlShare: 0, seed: seed)
      return QueueOrder.places(of: all, settings: settings).map(\.image.rawValue)
    }
    #expect(order(.oldest, seed: 1) == Array(0..<50))
    #expect(order(.random, seed: 1) == order(.random, seed: 1))
    #expect(order(.random, seed: 1) != order(.random, seed: 2))
    #expect(order(.random, seed: 1).sorted() == Array(0..<50))
  }
}
