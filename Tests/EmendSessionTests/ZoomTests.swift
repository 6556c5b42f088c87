import EmendCore
import EmendTestSupport
import Testing

/// The image has 100 by 80 pixels, the area 570 by 440; the object's box is at 10, 0, 20 by 10.
@Suite struct ZoomTests {
  private func script(_ keys: String, width: Int = 1000, height: Int = 800) -> Script {
    var image = ReviewImage.predicted(1, scores: [0.3, 0.6])
    image.size = ImageSize(width: width, height: height)
    var script = Script([image, .predicted(2, scores: [0.5])], keymap: .letters)
    script.type(keys)
    return script
  }

  private func viewport(_ keys: String, width: Int = 1000, height: Int = 800) throws -> Viewport {
    try #require(script(keys, width: width, height: height).session.viewport)
  }

  @Test(arguments: [
    ("", 0.55), ("+", 0.75), ("+ +", 1), ("+ + + +", 2), ("+ -", 0.55), ("- -", 0.55),
    ("+ + + + + + + + + + + + + + + + + + + + +", 64), ("Z", 1), ("Z +", 1.5), ("Z -", 0.75),
    ("z", 8), ("z + +", 16), ("z 0", 0.55), ("+ + Z pagedown", 0.75), ("pageup pageup", 1),
  ])
  func scaleAfter(keys: String, scale: Double) throws {
    #expect(try viewport(keys).zoom == scale)
  }

  @Test func anImageSmallerThanTheAreaIsShownPixelForPixelOnDemand() throws {
    #expect(try viewport("", width: 100, height: 80).zoom == 5.5)
    #expect(try viewport("Z", width: 100, height: 80).zoom == 1)
    #expect(try viewport("Z + + + +", width: 100, height: 80).zoom == 4)
    #expect(try viewport("Z + + + + +", width: 100, height: 80).zoom == 5.5)
    #expect(try viewport("+", width: 4, height: 4).zoom == 110, "larger than 64:1 already")
  }

  @Test func theEndsOfZoomingAreSaid() {
    #expect(script("-").bottomLine == " the whole image is shown")
    #expect(script("z + + + + + + +").bottomLine == " 64:1 is the largest")
    #expect(script("gh").bottomLine.hasPrefix(" the whole image is shown; zoom in"))
  }

  @Test func keysZoomAroundTheSelectedObject() throws {
    var script = script("+ + + +")
    script.session.image?.objects[0].state.shape = .box(
      Box(x: 480, y: 300, width: 20, height: 10))
    for keys in ["0", "+", "+", "+", "+", "+", "+", "+", "+", "+"] {
      script.type(keys)
      let viewport = try #require(script.session.viewport)
      let centre = viewport.screen(ImagePoint(x: 490, y: 305))
      #expect((142...428).contains(centre.x) && (110...330).contains(centre.y), "\(centre)")
    }
  }

  @Test(arguments: ["+ + gl gj", "+ + + + gl gl gl gj gh", "z gl gl gl", "+ + shift+down"])
  func zoomingInAndOutComesBackToThePlace(keys: String) throws {
    let (before, after) = (try viewport(keys), try viewport(keys + " + -"))
    #expect(before.zoom == after.zoom)
  }

  @Test(arguments: [
    ("gl", 1.0, 0.0), ("gj", 0, 1), ("gl gl gh", 1, 0), ("shift+right shift+down", 1, 1),
    ("gl gl gl gk", 3, 0),
  ])
  func aPanMovesByAQuarterOfTheView(keys: String, right: Double, down: Double) throws {
    // At 4:1 the view is 142.5 by 110 pixels of the image.
    let viewport = try viewport("+ + + + + + " + keys)
    #expect(viewport.zoom == 4)
    #expect(viewport.origin.x == right * 35.5 && viewport.origin.y == down * 27.5)
  }

  @Test func theImageNeverLeavesTheArea() throws {
    for zoom in ["+", "Z", "z", "+ + + + + +", "z + + +"] {
      for (keys, end) in [("gh gk", 0.0), ("gl gj", 1.0)] {
        let many = Array(repeating: keys, count: 200).joined(separator: " ")
        let viewport = try viewport(zoom + " " + many)
        let (wide, high) = (1000 - 570 / viewport.zoom, 800 - 440 / viewport.zoom)
        #expect(abs(viewport.origin.x - wide * end) < 1e-9)
        #expect(abs(viewport.origin.y - high * end) < 1e-9)
      }
    }
  }

  @Test func imagePixelsBeginAtWholeScreenPixels() throws {
    for keys in ["Z gl gj gl", "+ + + gl gj", "z gl", "z + gj gl gl"] {
      let viewport = try viewport(keys)
      let (x, y) = (viewport.origin.x * viewport.zoom, viewport.origin.y * viewport.zoom)
      #expect(x == x.rounded() && y == y.rounded(), "\(keys): \(x), \(y)")
    }
  }

  @Test func theWheelZoomsAroundWhatIsUnderIt() throws {
    var script = script("")
    let mouse = (x: 30.25, y: 15.5)
    func under() -> ImagePoint? {
      script.session.viewport?.image(ScreenPoint(x: 302, y: 290))
    }
    let before = try #require(under())
    for _ in 0..<8 {
      script.send(
        .mouseMoved(
          Mouse(phase: .wheel(.larger), x: mouse.x, y: mouse.y), at: script.tick()))
      let (viewport, after) = (try #require(script.session.viewport), try #require(under()))
      // Within the pixel that the screen's grid allows for.
      #expect(abs(after.x - before.x) * viewport.zoom < 8.5 && viewport.zoom > 0.55)
      #expect(abs(after.y - before.y) * viewport.zoom < 8.5)
    }
    #expect(script.session.viewport?.zoom == 8)
    for _ in 0..<9 {
      script.send(
        .mouseMoved(
          Mouse(phase: .wheel(.smaller), x: mouse.x, y: mouse.y), at: script.tick()))
    }
    #expect(script.session.zoom == .fit)
  }

  @Test func theOtherMouseButtonsMoveTheImage() throws {
    var script = script("+ + + +")
    let before = try #require(script.session.viewport)
    for (phase, x, y) in [(Mouse.Phase.hold, 40.0, 12.0), (.haul, 30, 11), (.haul, 20, 10)] {
      script.send(.mouseMoved(Mouse(phase: phase, x: x, y: y), at: script.tick()))
    }
    let after = try #require(script.session.viewport)
    #expect((after.origin.x - before.origin.x) * 2 == 200)
    #expect((after.origin.y - before.origin.y) * 2 == 40)
    #expect(script.session.mode == .review && script.committed.isEmpty)
  }
}
