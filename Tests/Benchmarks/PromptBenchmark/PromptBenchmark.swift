import EmendCore
import EmendInference
import EmendRaster
import Foundation

/// Answers a click for each line `X Y` of standard input.
///
/// `Tests/Benchmarks/prompt` calls it with the two files, the threads of a run, and an image's
/// width, height and bytes. It prints the seconds of encoding, then for each click the seconds
/// from the point to all masks at the image's size, and the area of each.
@main
struct PromptBenchmark {
  static func main() throws {
    let words = CommandLine.arguments
    guard words.count == 7, let threads = Int(words[3]), let width = Int(words[4]),
      let height = Int(words[5])
    else {
      print("Usage: PromptBenchmark ENCODER DECODER THREADS WIDTH HEIGHT IMAGE.rgb")
      exit(64)
    }
    let locator = RuntimeLocator(environment: ProcessInfo.processInfo.environment)
    let segmenter = try PromptedSegmenter(
      OnnxRuntime(locator.locate()), encoder: words[1], decoder: words[2],
      settings: SessionSettings(threads: threads))
    let pixels = try [UInt8](Data(contentsOf: URL(filePath: words[6])))
    let image = PixelImage(width: width, height: height, pixels: pixels)
    let clock = ContinuousClock()
    let begun = clock.now
    let encoding = try segmenter.encode(image)
    print((clock.now - begun) / .seconds(1))
    fflush(nil)
    while let line = readLine() {
      let place = line.split(separator: " ").compactMap { Double($0) }
      let prompt = MaskPrompt(points: [PromptPoint(ImagePoint(x: place[0], y: place[1]))])
      var masks: [MaskCandidate] = []
      let time = try clock.measure { masks = try segmenter.masks(encoding, prompt) }
      print(time / .seconds(1), masks.map { "\($0.mask.area)" }.joined(separator: " "))
      fflush(nil)
    }
  }
}
