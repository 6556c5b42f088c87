import Dispatch
import EmendCore
import EmendTestSupport
import Testing

@testable import EmendRaster

@Suite struct SixelEncoderTests {
  private static let palette = (0..<256).map { (index: Int) -> Colour in
    Colour(red: UInt8(index), green: UInt8(255 - index), blue: UInt8(index * 7 % 256))
  }

  /// What pictures are made of: noise, slow ramps with grain, flat areas, stripes.
  enum Kind: CaseIterable {
    case noise, ramp, flat, stripes

    func register(_ x: Int, _ y: Int, _ random: inout SeededGenerator) -> UInt8 {
      switch self {
      case .noise: return UInt8.random(in: 0...255, using: &random)
      case .ramp: return UInt8((x + 2 * y) / 5 % 240) + UInt8.random(in: 0...3, using: &random)
      case .flat: return UInt8(x / 9 * 40 % 256)
      case .stripes: return x % 11 < 3 ? 7 : 240
      }
    }
  }

  private func picture(_ kind: Kind, _ width: Int, _ height: Int, seed: UInt64) -> IndexedImage {
    var random = SeededGenerator(seed: seed)
    let indices = (0..<width * height).map { kind.register($0 % width, $0 / width, &random) }
    return IndexedImage(width: width, height: height, indices: indices, palette: Self.palette)
  }

  private func whole(_ frame: IndexedImage) -> ScreenRect {
    ScreenRect(left: 0, top: 0, right: frame.width, bottom: frame.height)
  }

  /// A screen of single pixels, so that an image can begin at any of them.
  private func screen(for frame: IndexedImage) -> SixelScreen {
    SixelScreen(
      columns: frame.width, rows: frame.height, cell: ImageSize(width: 1, height: 1))
  }

  private func paint(_ bytes: [UInt8], at part: ScreenRect, on screen: inout SixelScreen) {
    var move: [UInt8] = []
    appendMove(toColumn: part.left, row: part.top, to: &move)
    let isPainted = screen.paint(move + bytes)
    #expect(isPainted, "\(part)")
  }

  /// The places in `part` where the screen does not show `frame`.
  private func wrong(_ screen: SixelScreen, _ frame: IndexedImage, in part: ScreenRect) -> Int {
    var count = 0
    for y in part.top..<part.bottom {
      for x in part.left..<part.right {
        let colour = frame.palette[Int(frame.indices[y * frame.width + x])]
        if screen.pixels[y * frame.width + x] != colour.shares { count += 1 }
      }
    }
    return count
  }

  @Test(arguments: Kind.allCases)
  func everyHeightIsDecodedToThePicture(_ kind: Kind) throws {
    for height in 1...26 {
      let frame = picture(kind, 67, height, seed: UInt64(height))
      let bytes = try frame.sixelBytes(of: whole(frame))
      var screen = screen(for: frame)
      paint(bytes, at: whole(frame), on: &screen)
      #expect(wrong(screen, frame, in: whole(frame)) == 0, "\(height) rows")
      #expect(screen.sizes == [ImageSize(width: 67, height: height)])
      #expect(Set(screen.definitions.keys) == Set(frame.indices.map { Int($0) }))
    }
  }

  @Test func everySmallPatchPaintsItsPixelsAndNoOthers() throws {
    let frame = picture(.ramp, 24, 23, seed: 1)
    for width in 1...8 {
      for height in 1...14 {
        let part = ScreenRect(left: 5, top: 4, right: 5 + width, bottom: 4 + height)
        var screen = screen(for: frame)
        paint(try frame.sixelBytes(of: part), at: part, on: &screen)
        #expect(wrong(screen, frame, in: part) == 0, "\(width)x\(height)")
        #expect(screen.pixels.count { $0 != nil } == width * height, "\(width)x\(height)")
      }
    }
  }

  @Test(arguments: Kind.allCases)
  func editsThenDeltasAndPatchesGiveTheWholeFrame(_ kind: Kind) throws {
    var random = SeededGenerator(seed: 42)
    var old = picture(kind, 90, 61, seed: 3)
    var (byDelta, byPatch) = (screen(for: old), screen(for: old))
    paint(try old.sixelBytes(of: whole(old)), at: whole(old), on: &byDelta)
    paint(try old.sixelBytes(of: whole(old)), at: whole(old), on: &byPatch)
    for step in 0..<30 {
      let left = Int.random(in: 0..<89, using: &random)
      let top = Int.random(in: 0..<60, using: &random)
      let part = ScreenRect(
        left: left, top: top, right: Int.random(in: left + 1...90, using: &random),
        bottom: Int.random(in: top + 1...61, using: &random))
      var new = old
      let edit = Int.random(in: 0..<3, using: &random)
      for y in part.top..<part.bottom {
        for x in part.left..<part.right where edit == 0 || (x + y) % (edit * 3) == 0 {
          new.indices[y * 90 + x] = UInt8.random(in: 0...255, using: &random)
        }
      }
      paint(new.sixelBytes(of: part, changedFrom: old), at: part, on: &byDelta)
      paint(try new.sixelBytes(of: part), at: part, on: &byPatch)
      #expect(wrong(byDelta, new, in: whole(new)) == 0, "step \(step)")
      #expect(byPatch.pixels == byDelta.pixels, "step \(step)")
      old = new
    }
  }

  @Test func aDeltaDrawsNothingButWhatDiffers() throws {
    let old = picture(.noise, 40, 40, seed: 5)
    #expect(old.sixelBytes(of: whole(old), changedFrom: old).isEmpty)
    var new = old
    for place in [0, 41, 700, 1599] { new.indices[place] ^= 1 }
    let bytes = new.sixelBytes(of: whole(new), changedFrom: old)
    #expect(bytes.starts(with: "\u{1b}P0;1;0q\"1;1;40;40#".utf8))
    var screen = screen(for: new)
    paint(bytes, at: whole(new), on: &screen)
    #expect(screen.pixels.indices.filter { screen.pixels[$0] != nil } == [0, 41, 700, 1599])
  }

  @Test func bytesAreTheSameForEverySpreading() throws {
    let frame = picture(.ramp, 120, 333, seed: 9)
    let serial = try frame.sixelBytes(of: whole(frame))
    let backwards = try frame.sixelBytes(of: whole(frame)) { count, body in
      for number in (0..<count).reversed() { body(number) }
    }
    let threads = try frame.sixelBytes(of: whole(frame)) { count, body in
      DispatchQueue.concurrentPerform(iterations: count, execute: body)
    }
    #expect(serial == backwards)
    #expect(serial == threads)
  }

  @Test(arguments: Kind.allCases)
  func bothEncodersDrawTheSamePixels(_ kind: Kind) throws {
    let frame = picture(kind, 101, 54, seed: 11)
    let part = ScreenRect(left: 3, top: 2, right: 99, bottom: 50)
    let bytes = try SixelEncoderKind.allCases.map { try frame.sixelBytes(of: part, by: $0) }
    let pictures = bytes.map { bytes in
      var screen = screen(for: frame)
      paint(bytes, at: part, on: &screen)
      return screen.pixels
    }
    #expect(pictures[0] == pictures[1])
    #expect(bytes[0].count <= bytes[1].count)
  }
}
