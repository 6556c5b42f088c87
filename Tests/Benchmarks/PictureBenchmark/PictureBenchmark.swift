import EmendCore
import EmendRaster
import Foundation

/// Makes sixel images for `compare.py`.
///
///     PictureBenchmark encode WIDTH HEIGHT FILE
///     PictureBenchmark show WIDTH HEIGHT FILE
///
/// `encode` reads a file of red, green and blue bytes, then encodes it once for each line
/// `QUALITY FILE` of standard input and answers with the CPU seconds of palette, mapping and
/// encoding; the image goes to the file. `show` is a whole process: it decodes an image file,
/// scales it to fit, and writes it to standard output.
@main
struct PictureBenchmark {
  static func main() throws {
    let words = CommandLine.arguments.dropFirst()
    guard words.count == 4, let width = Int(words[2]), let height = Int(words[3]) else {
      print("Usage: PictureBenchmark encode|show WIDTH HEIGHT FILE; compare.py calls it.")
      exit(64)
    }
    if words[1] == "encode" {
      let pixels = [UInt8](try Data(contentsOf: URL(filePath: words[4])))
      try serve(PixelImage(width: width, height: height, pixels: pixels))
    } else {
      try show(ImagePath(words[4]), in: ImageSize(width: width, height: height))
    }
  }

  private static func serve(_ image: PixelImage) throws {
    while let words = readLine()?.split(separator: " "), words.count == 2 {
      guard let quality = PictureQuality.allCases.first(where: { "\($0)" == words[0] }) else {
        exit(64)
      }
      let begun = cpuSeconds()
      let bytes = try image.sixelBytes(quality: quality)
      print(cpuSeconds() - begun)
      fflush(nil)
      try Data(bytes).write(to: URL(filePath: String(words[1])))
    }
  }

  private static func show(_ path: ImagePath, in size: ImageSize) throws {
    let image = try FileBytes(path).withBytes { bytes throws(ImageError) in
      let full = try ImageHeader.read(bytes).size
      let zoom = min(
        Double(size.width) / Double(full.width), Double(size.height) / Double(full.height))
      let shown = ImageSize(
        width: max(1, Int((Double(full.width) * zoom).rounded())),
        height: max(1, Int((Double(full.height) * zoom).rounded())))
      return try ImageDecoder().decode(bytes, atLeast: shown).rendered(
        Viewport(zoom: zoom, origin: ImagePoint(x: 0, y: 0)), width: shown.width,
        height: shown.height, fullSize: full, background: Colour(red: 0, green: 0, blue: 0))
    }
    try FileHandle.standardOutput.write(contentsOf: image.sixelBytes())
  }

  private static func cpuSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
