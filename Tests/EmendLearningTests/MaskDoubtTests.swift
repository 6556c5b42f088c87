import EmendCore
import EmendLearning
import EmendTestSupport
import Testing

@Suite struct MaskDoubtTests {
  private let size = ImageSize(width: 400, height: 300)

  private func mask(_ box: Box, score: Double = 0.5) -> PromptedMask {
    PromptedMask(mask: Mask(box: box, size: size), score: score)
  }

  private func place(_ masks: [PromptedMask], _ points: [PromptPoint] = []) -> ImagePoint? {
    MaskDoubt(masks, knowing: points).place
  }

  @Test func theMiddleOfWhatOneMaskHasMoreIsAskedAbout() throws {
    let small = mask(Box(x: 20, y: 40, width: 60, height: 100))
    let large = mask(Box(x: 20, y: 40, width: 160, height: 100))
    let place = try #require(self.place([small, large]))
    // The difference is 100 by 100 pixels; its middle is at 130, 90.
    #expect(abs(place.x - 130) <= 2 && abs(place.y - 90) <= 2, "\(place)")
  }

  @Test func ofTwoDifferencesThatOfEqualWeightsIsChosen() throws {
    let core = Box(x: 100, y: 100, width: 50, height: 50)
    let wide = Box(x: 100, y: 100, width: 120, height: 50)
    let high = Box(x: 100, y: 100, width: 50, height: 120)
    let place = try #require(
      self.place([mask(core, score: 0.5), mask(wide, score: 0.45), mask(high, score: 0.05)]))
    #expect(place.x > 150 && place.y < 150, "\(place)")
  }

  @Test func masksThatDifferAtTheirEdgesAgree() {
    let box = Box(x: 50, y: 50, width: 90, height: 90)
    #expect(place([]) == nil)
    #expect(place([mask(box)]) == nil)
    #expect(place([mask(box), mask(box)]) == nil)
    #expect(place([mask(box), mask(Box(x: 51, y: 49, width: 90, height: 91))]) == nil)
  }

  @Test func whatIsKnownIsNotAskedAgain() throws {
    let masks = [
      mask(Box(x: 20, y: 40, width: 60, height: 100)),
      mask(Box(x: 20, y: 40, width: 160, height: 100)),
    ]
    var points: [PromptPoint] = []
    for _ in 0..<4 {
      let next = try #require(self.place(masks, points))
      let nearest = points.map { max(abs($0.point.x - next.x), abs($0.point.y - next.y)) }.min()
      #expect(nearest ?? 100 >= 12, "\(points) \(next)")
      points.append(PromptPoint(next, .offObject))
    }
  }

  /// Random masks on images of all shapes: the place is in one of them and not in another.
  @Test(arguments: 0..<30)
  func thePlaceTellsMasksApart(seed: Int) {
    var chance = SeededGenerator(seed: UInt64(seed))
    let size = ImageSize(
      width: .random(in: 1...900, using: &chance), height: .random(in: 1...900, using: &chance))
    func random() -> Mask {
      let points = (0..<6).map { _ in
        ImagePoint(
          x: .random(in: -20...Double(size.width), using: &chance),
          y: .random(in: -20...Double(size.height), using: &chance))
      }
      return Mask(polygon: Polygon(rings: [points]), size: size)
    }
    let masks = (0..<Int.random(in: 1...4, using: &chance)).map { _ in
      PromptedMask(mask: random(), score: .random(in: 0...1, using: &chance))
    }
    guard let place = self.place(masks) else { return }
    let pixel = Int(place.x) * size.height + Int(place.y)
    let states = Set(masks.map { isSet(pixel, in: $0.mask) })
    #expect(states == [true, false], "\(place)")
  }

  private func isSet(_ pixel: Int, in mask: Mask) -> Bool {
    var end = 0
    for (index, run) in mask.runs.enumerated() {
      end += Int(run)
      if pixel < end { return index % 2 == 1 }
    }
    return false
  }
}
