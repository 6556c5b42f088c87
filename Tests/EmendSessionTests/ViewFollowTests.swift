import EmendCore
import EmendTestSupport
import Testing

/// The view goes with what the keys are about, and else stays where the reviewer put it.
@Suite struct ViewFollowTests {
  private func script(_ keys: String) -> Script {
    var image = ReviewImage.predicted(1, scores: [0.3, 0.6])
    image.size = ImageSize(width: 1000, height: 800)
    image.objects[1].state.shape = .box(Box(x: 900, y: 700, width: 30, height: 20))
    var script = Script([image, .predicted(2, scores: [0.5])], keymap: .letters)
    script.type(keys)
    return script
  }

  private func shown(_ script: Script) throws -> Box {
    let viewport = try #require(script.session.viewport)
    return Box(
      x: viewport.origin.x, y: viewport.origin.y, width: 570 / viewport.zoom,
      height: 440 / viewport.zoom)
  }

  @Test func theNextObjectIsBroughtIntoTheViewAtTheSameScale() throws {
    for keys in ["+ + + + j", "+ + + + a", "+ + + + k"] {
      let box = try shown(script(keys))
      #expect(box.x < 900 && box.maxX > 930 && box.y < 700 && box.maxY > 720, "\(keys)")
      #expect(box.width == 285)
    }
  }

  @Test func anObjectInTheViewLeavesItWhereItIs() throws {
    var script = script("+ + + + j gh gk")
    let before = try shown(script)
    script.type("l esc")
    #expect(try shown(script) == before)
  }

  @Test func theDrawingCursorStaysInTheView() throws {
    var script = script("z b")
    for _ in 0..<200 {
      script.type("L")
      guard case .draw(let draft) = script.session.mode else {
        Issue.record("not drawing")
        return
      }
      let box = try shown(script)
      #expect(box.x <= draft.cursor.x && draft.cursor.x <= box.maxX)
    }
    #expect(try shown(script).maxX == 1000)
  }

  @Test func anEdgeThatIsMovedStaysInTheView() throws {
    var script = script("z + + + e d")
    for _ in 0..<40 {
      script.type("l")
      guard case .edit(let draft) = script.session.mode else {
        Issue.record("not editing")
        return
      }
      let box = try shown(script)
      #expect(box.x <= draft.box.maxX && draft.box.maxX <= box.maxX)
    }
    #expect(script.session.viewport?.zoom == 24)
  }

  @Test func zoomingInEditKeepsTheEdgeInSight() throws {
    let script = script("z e d > > > > > >")
    let box = try shown(script)
    #expect(script.session.viewport?.zoom == 64)
    #expect(box.x < 30 && 30 < box.maxX)
  }

  @Test func anotherImageIsShownWholeAndPixelForPixelStays() {
    #expect(script("+ + + gl J").session.zoom == .fit)
    #expect(script("z J").session.zoom == .fit)
    #expect(script("Z J").session.zoom == .actual)
  }

  @Test func thePlaceIsRememberedAndOpensAsItWasLeft() throws {
    var left = script("+ + + + + + gl gj gl")
    left.send(.hangUp)
    guard case .bookmark(let bookmark) = left.effects.suffix(2).first else {
      Issue.record("no bookmark")
      return
    }
    #expect(bookmark.zoom == left.session.zoom)
    var again = Script([], keymap: .letters).session
    again.zoom = bookmark.zoom
    let image = try #require(left.session.image)
    _ = update(
      &again,
      .imageOpened(image, selecting: bookmark.object, at: Timestamp(milliseconds: 9_000)))
    #expect(again.viewport == left.session.viewport)
  }

  @Test func aResizedTerminalShowsTheSamePlace() throws {
    var script = script("+ + + + + + gl gj gl")
    let before = try shown(script)
    script.send(
      .resized(TerminalSize(columns: 100, rows: 30, cellWidth: 8, cellHeight: 16)))
    let viewport = try #require(script.session.viewport)
    let centre = viewport.screen(before.centre)
    #expect(abs(centre.x - 74 * 8 / 2) <= 1 && abs(centre.y - 28 * 16 / 2) <= 1)
  }

  @Test func takingBackGoesToTheObject() throws {
    let box = try shown(script("j + + + + x gh gh gh gk gk gk gk u"))
    #expect(box.x < 900 && box.maxX > 930)
  }
}
