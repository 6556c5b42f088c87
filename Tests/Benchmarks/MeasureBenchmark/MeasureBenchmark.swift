import EmendCore
import EmendLearning
import Foundation

/// Measures the images of a file once for each line of standard input.
///
/// Each answer is a line: the seconds, then COCO's twelve numbers. `Tests/Benchmarks/measure.py`
/// writes the file (a line `image`, `truth LABEL X Y WIDTH HEIGHT` or
/// `detection LABEL SCORE X Y WIDTH HEIGHT` each) and asks.
@main
struct MeasureBenchmark {
  static func main() throws {
    guard CommandLine.arguments.count == 2 else {
      print("Usage: MeasureBenchmark FILE; Tests/Benchmarks/measure calls it.")
      exit(64)
    }
    let text = try String(contentsOfFile: CommandLine.arguments[1], encoding: .utf8)
    let images = images(in: text)
    print("ready")
    fflush(nil)
    while readLine() != nil {
      var summary: [Double] = []
      let time = ContinuousClock().measure { summary = Evaluation(of: images).summary }
      let numbers = [time / .seconds(1)] + summary
      print(numbers.map(\.description).joined(separator: " "))
      fflush(nil)
    }
  }

  private static func images(in text: String) -> [EvaluatedImage] {
    var images: [EvaluatedImage] = []
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      let words = line.split(separator: UInt8(ascii: " "))
      let numbers = words.dropFirst().compactMap { Double(Substring($0)) }
      switch numbers.count {
      case 5:
        let shape = Shape.box(box(numbers[1...]))
        images[images.count - 1].truths.append(
          EvaluatedTruth(label: LabelID(Int(numbers[0])), shape: shape))
      case 6:
        let shape = Shape.box(box(numbers[2...]))
        images[images.count - 1].detections.append(
          ScoredShape(label: LabelID(Int(numbers[0])), score: numbers[1], shape: shape))
      default: images.append(EvaluatedImage(truths: [], detections: []))
      }
    }
    return images
  }

  private static func box(_ numbers: ArraySlice<Double>) -> Box {
    let all = Array(numbers)
    return Box(x: all[0], y: all[1], width: all[2], height: all[3])
  }
}
