import EmendCore
import Testing

@testable import EmendRaster

@Suite struct RendererTests {
  private let cell = TerminalSize(columns: 80, rows: 24, cellWidth: 10, cellHeight: 20)
  private let image = PixelImage(
    width: 60, height: 40, pixels: (0..<7200).map { UInt8(truncatingIfNeeded: $0 * 7) })

  private func scene(_ marks: [Mark], zoom: Double = 2, id: Int64 = 1) -> Scene {
    Scene(
      image: ImageID(id), area: CellRect(column: 1, row: 1, columns: 12, rows: 4),
      viewport: Viewport(zoom: zoom, origin: ImagePoint(x: 0, y: 0)), marks: marks)
  }

  private func compose(_ renderer: inout PictureRenderer, _ scene: Scene) throws -> IndexedImage {
    try renderer.compose(
      scene, cell: cell, image: DecodedImage(image, of: ImageSize(width: 60, height: 40))
    ).pixels
  }

  private func renderer() -> PictureRenderer {
    PictureRenderer(background: Colour(red: 1, green: 2, blue: 3))
  }

  @Test func marksComeAndGoWithoutChangingThePicture() throws {
    var renderer = renderer()
    let mark = Mark(
      shape: .box(Box(x: 5, y: 5, width: 20, height: 10)), style: .open,
      colour: Colour(red: 250, green: 1, blue: 1))
    let plain = try compose(&renderer, scene([]))
    let marked = try compose(&renderer, scene([mark]))
    #expect(plain.width == 120 && plain.height == 80)
    #expect(plain.indices.allSatisfy { $0 < 240 })
    #expect(marked.palette[244] == mark.colour)
    #expect(marked.indices.contains(244))
    #expect(try compose(&renderer, scene([])).indices == plain.indices)
  }

  @Test func aViewChangesThePixelsAndKeepsThePalette() throws {
    var renderer = renderer()
    let near = try compose(&renderer, scene([]))
    let far = try compose(&renderer, scene([], zoom: 0.5))
    #expect(near.palette == far.palette)
    #expect(near.indices != far.indices)
    #expect(far.palette[Int(far.indices[far.indices.count - 1])] == renderer.background)
  }

  @Test func aKeptPictureIsTheOneThatIsMadeAnew() throws {
    var (kept, anew) = (renderer(), renderer())
    _ = try compose(&kept, scene([], zoom: 0.5))
    _ = try compose(&kept, scene([], id: 2))
    #expect(try compose(&kept, scene([], zoom: 3)) == compose(&anew, scene([], zoom: 3)))
  }
}
