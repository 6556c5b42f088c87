import EmendCore

@testable import EmendRaster

/// A frame without marks of its own: what carriers are tested with.
func shown(_ pixels: IndexedImage, _ area: CellRect) -> PictureFrame {
  let colours = pixels.indices.flatMap { index in
    let colour = pixels.palette[Int(index)]
    return [colour.red, colour.green, colour.blue]
  }
  let image = PixelImage(width: pixels.width, height: pixels.height, pixels: colours)
  return PictureFrame(
    base: BasePlane(serial: 1, image: image, pixels: pixels), pixels: pixels,
    scene: Scene(
      image: ImageID(1), area: area,
      viewport: Viewport(zoom: 1, origin: ImagePoint(x: 0, y: 0)), marks: []))
}
