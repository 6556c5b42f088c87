public import EmendCore

/// The pictures under the marks: of the images shown last and of the next one, with their colours.
///
/// Going to an image whose plane is here costs the marks and the encoding alone.
public struct BasePlanes: Sendable {
  /// All that a plane depends on.
  struct Key: Equatable {
    var image: ImageID
    var viewport: Viewport
    var size: ScreenSize
    var tone: Tone
    var detail: PictureDetail
    /// Whether a pixel is as large as a text cell's half.
    var isCoarse: Bool
  }

  /// What an image's colours depend on: not what part of it is shown.
  fileprivate struct PaletteKey: Equatable {
    var image: ImageID
    var tone: Tone
    var quality: PictureQuality
  }

  /// Planes and palettes that are kept: of the image shown two, of the one shown before it, of the
  /// one that the queue has next and of those on both sides.
  private static let most = 6

  private typealias Entry = (key: Key, decoded: ImageSize, plane: BasePlane)

  let background: Colour
  private var planes: [Entry] = []
  private var palettes: [(key: PaletteKey, palette: Palette)] = []
  private var made = 0

  public init(background: Colour) { self.background = background }

  /// Makes the picture under a scene's marks, so that composing it later costs the marks alone.
  ///
  /// - Throws: ``ImageError`` when the image's pixels cannot be read.
  public mutating func prepare(
    _ scene: Scene, cell: TerminalSize, image: DecodedImage
  ) throws(ImageError) {
    _ = try plane(for: Key(scene, cell), image)
  }

  func holds(_ scene: Scene, _ cell: TerminalSize) -> Bool {
    let key = Key(scene, cell)
    return planes.contains { $0.key == key }
  }

  /// Keeps what was made elsewhere, under numbers of its own.
  mutating func take(_ other: BasePlanes) {
    for entry in other.palettes { keep(entry.palette, for: entry.key) }
    for entry in other.planes where !planes.contains(where: { $0.key == entry.key }) {
      made += 1
      var entry = entry
      entry.plane.serial = made
      keep(entry)
    }
  }

  /// The plane, made anew only when what it depends on has changed.
  ///
  /// - Throws: ``ImageError`` when the image's pixels cannot be read.
  mutating func plane(for key: Key, _ image: DecodedImage) throws(ImageError) -> BasePlane {
    let decoded = image.overview.size
    if let index = planes.firstIndex(where: { $0.key == key && $0.decoded == decoded }) {
      let known = planes.remove(at: index)
      planes.append(known)
      return known.plane
    }
    let picture = try picture(for: key, image)
    var palette = palette(for: key, image)
    let pixels = IndexedImage(
      width: key.size.width, height: key.size.height,
      indices: palette.indices(for: picture, quality: key.quality),
      palette: palette.colours)
    keep(palette, for: PaletteKey(key))
    made += 1
    let plane = BasePlane(serial: made, image: picture, pixels: pixels)
    keep((key, decoded, plane))
    return plane
  }

  /// Moving about in one image leaves the others' planes alone.
  private mutating func keep(_ entry: Entry) {
    let same = planes.indices.filter { planes[$0].key.image == entry.key.image }
    if same.count > 1 {
      planes.remove(at: same[0])
    } else if planes.count == Self.most {
      planes.removeFirst()
    }
    planes.append(entry)
  }

  private func picture(for key: Key, _ image: DecodedImage) throws(ImageError) -> PixelImage {
    let (viewport, size) = key.coarse
    var picture = try image.part(for: viewport, in: size).rendered(
      viewport, width: size.width, height: size.height, background: background)
    let shown = ScreenRect(of: image.size, under: viewport, in: size)
    if key.tone != .neutral { ToneTable(key.tone).apply(to: &picture, in: shown) }
    if key.hasGrid { PixelGrid.draw(on: &picture, in: shown, viewport) }
    return picture.blocks(
      of: key.detail.blockSide, width: key.size.width, height: key.size.height)
  }

  /// The image's colours: from the whole image, whatever part of it is shown.
  private func palette(for key: Key, _ image: DecodedImage) -> Palette {
    if let known = palettes.first(where: { $0.key == PaletteKey(key) }) { return known.palette }
    let whole = ImageSize(width: image.overview.width, height: image.overview.height)
    let zoom = min(1, 640 / Double(max(whole.width, whole.height)))
    var small = image.overview.rendered(
      Viewport(zoom: zoom, origin: ImagePoint(x: 0, y: 0)),
      width: max(1, Int(Double(whole.width) * zoom)),
      height: max(1, Int(Double(whole.height) * zoom)), fullSize: whole, background: background)
    let all = ScreenRect(left: 0, top: 0, right: small.width, bottom: small.height)
    if key.tone != .neutral { ToneTable(key.tone).apply(to: &small, in: all) }
    if key.hasGrid { small.addGridColours() }
    return Palette(
      for: small, quality: key.quality, count: OverlayColours.first - 1, and: background)
  }

  /// The palette comes back with more of its nearest colours looked up.
  private mutating func keep(_ palette: Palette, for key: PaletteKey) {
    palettes.removeAll { $0.key == key }
    palettes.append((key, palette))
    if palettes.count > Self.most { palettes.removeFirst() }
  }
}

extension BasePlanes.Key {
  init(_ scene: Scene, _ cell: TerminalSize, _ detail: PictureDetail = .full) {
    self.init(
      image: scene.image, viewport: scene.viewport,
      size: ScreenSize(
        width: scene.area.columns * cell.cellWidth, height: scene.area.rows * cell.cellHeight),
      tone: scene.tone, detail: detail, isCoarse: cell.cellWidth <= CellCarrier.cell.width)
  }

  /// The view and its size in pixels of the detail.
  fileprivate var coarse: (viewport: Viewport, size: ScreenSize) {
    let side = detail.blockSide
    let size = ScreenSize(
      width: (self.size.width + side - 1) / side, height: (self.size.height + side - 1) / side)
    return (Viewport(zoom: viewport.zoom / Double(side), origin: viewport.origin), size)
  }

  /// Where single pixels are looked at, none may take its neighbour's colour.
  fileprivate var quality: PictureQuality {
    if hasGrid { return .best }
    return detail == .fewColours ? .slow : .normal
  }

  /// On coarse pixels a line would be as thick as text.
  fileprivate var hasGrid: Bool {
    viewport.zoom >= PixelGrid.leastZoom && !isCoarse && detail == .full
  }
}

extension BasePlanes.PaletteKey {
  fileprivate init(_ key: BasePlanes.Key) {
    self.init(image: key.image, tone: key.tone, quality: key.quality)
  }
}

extension ScreenRect {
  /// The screen pixels that show an image, as ``Taps`` finds them.
  init(of image: ImageSize, under viewport: Viewport, in area: ScreenSize) {
    func covered(_ origin: Double, _ length: Int, _ size: Int) -> Range<Int> {
      let pixels = (0..<length).filter { pixel in
        (0..<Double(size)).contains(origin + (Double(pixel) + 0.5) / viewport.zoom)
      }
      guard let first = pixels.first, let last = pixels.last else { return 0..<0 }
      return first..<last + 1
    }
    let columns = covered(viewport.origin.x, area.width, image.width)
    let rows = covered(viewport.origin.y, area.height, image.height)
    self.init(
      left: columns.lowerBound, top: rows.lowerBound, right: columns.upperBound,
      bottom: rows.upperBound)
  }
}

extension PixelImage {
  /// Gives every other pixel the colour of a grid line on it, so that a palette has both.
  fileprivate mutating func addGridColours() {
    for place in stride(from: 3, to: pixels.count, by: 6) {
      (pixels[place], pixels[place + 1], pixels[place + 2]) = PixelGrid.shade(
        pixels[place], pixels[place + 1], pixels[place + 2])
    }
  }
}
