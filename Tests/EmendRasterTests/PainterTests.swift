import EmendCore
import Testing

@testable import EmendRaster

/// What is kept from one scene to the next must not show.
@Suite struct PainterTests {
  private let base = DrawnMarks.grey(120, 80)

  private func scene(_ marks: [Mark], _ look: OverlayLook = OverlayLook()) -> Scene {
    Scene(
      image: ImageID(1), area: CellRect(column: 0, row: 0, columns: 12, rows: 4),
      viewport: Viewport(zoom: 1, origin: ImagePoint(x: 0, y: 0)), marks: marks, look: look)
  }

  private func marks(_ edge: Int, _ style: Mark.Style) -> [Mark] {
    let tag = Mark.Tag(name: "cat", score: 0.5)
    return [
      DrawnMarks.box(4, 20, 40, 30, style, tag: tag),
      DrawnMarks.box(30, 10, 60, 50, .open, tag: tag),
      DrawnMarks.box(50, 15, 20, 20, .ghost),
      DrawnMarks.box(50, 15, Double(20 + edge), 40, .selected, edge: .right, tag: tag),
    ]
  }

  @Test func aSceneLooksTheSameAfterAnyOther() {
    var tagless = OverlayLook()
    tagless.tags = .none
    var outlined = OverlayLook()
    outlined.outline = 3
    var scenes = (0..<6).map { scene(marks($0, .open)) } + [scene([]), scene(marks(1, .decided))]
    scenes += [scene(marks(1, .rejected), tagless), scene(marks(1, .open), outlined)]
    var kept = OverlayPainter()
    for scene in scenes + scenes.reversed() {
      var anew = OverlayPainter()
      let detail = OverlayDetail.fine(scale: 1)
      #expect(
        kept.draw(scene, over: base, detail).indices == anew.draw(scene, over: base, detail).indices
      )
    }
  }

  @Test func anotherPictureAndAnotherDetailAreDrawnAnew() {
    var other = DrawnMarks.grey(120, 80)
    other.serial = 2
    other.pixels.indices = Array(repeating: 0, count: 9600)
    var painter = OverlayPainter()
    let scene = scene([])
    #expect(painter.draw(scene, over: base, .coarse).indices == base.pixels.indices)
    #expect(painter.draw(scene, over: other, .coarse).indices == other.pixels.indices)
    let boxes = self.scene(marks(3, .open))
    let fine = painter.draw(boxes, over: base, .fine(scale: 1)).indices
    #expect(painter.draw(boxes, over: base, .coarse).indices != fine)
  }

  @Test func coloursStayWhileTheImageIsShownAndGoWithIt() {
    var painter = OverlayPainter()
    var green = DrawnMarks.box(2, 2, 20, 20, .open)
    green.colour = Colour(red: 0, green: 200, blue: 0)
    let red = DrawnMarks.box(30, 2, 20, 20, .open)
    _ = painter.draw(scene([green]), over: base, .coarse)
    let both = painter.draw(scene([red]), over: base, .coarse)
    #expect(both.palette.dropFirst(244) == [green.colour, red.colour])
    var next = scene([red])
    next.image = ImageID(2)
    #expect(painter.draw(next, over: base, .coarse).palette.dropFirst(244) == [red.colour])
  }
}
