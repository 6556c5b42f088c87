import ArgumentParser
import EmendCore
import EmendFormats
import EmendLearning
import EmendStore

struct SimilarCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "similar", abstract: "Find similar images, or images that are nearly the same.",
    discussion: """
      Compares the vectors that `emend embed` made, every one, by their cosine: 1 is the same \
      direction. The image may be one of the project or any other file. Images that are nearly \
      the same come in groups: each is at least so similar to another one of its group.

      Example: emend similar images/plate_17.jpg --limit 5
      Example: emend similar --duplicates --threshold 0.98
      """)

  @OptionGroup var options: ProjectOptions
  @Argument(help: "An image of the project, or another image file.", completion: .file())
  var image: String?
  @Option(help: "How many to show.")
  var limit = 10
  @Flag(help: "Show the objects that are similar to the image, not the images.")
  var objects = false
  @Flag(help: "Show groups of images that are nearly the same.")
  var duplicates = false
  @Option(help: "From which similarity on two images are nearly the same.")
  var threshold = 0.95
  @Option(help: "A model version's name or number; else the newest that answers vectors.")
  var model: String?
  @Option(help: .provider)
  var provider: String?
  @Flag(help: "Print as JSON.")
  var json = false

  func validate() throws {
    guard (image == nil) == duplicates else {
      throw ValidationError("give an image, or --duplicates")
    }
    guard (-1...1).contains(threshold) else {
      throw ValidationError("--threshold takes a number from -1 to 1, got \(threshold)")
    }
    if limit < 1 { throw ValidationError("--limit takes 1 or more, got \(limit)") }
  }

  func run() throws {
    let opened = try options.open()
    let embedder = try Embedder(model, in: opened, on: ProviderChoice(provider, in: opened))
    let search = SimilaritySearch(opened: opened, embedder: embedder)
    if let image {
      let found = try search.neighbours(of: image, among: objects ? .objects : .images, limit)
      if json { Console.print(json: found.json) } else { Console.print(found.text) }
    } else {
      Interrupt.watch()
      let found = try search.duplicates(threshold: threshold)
      if json { Console.print(json: found.json) } else { Console.print(found.text) }
    }
  }
}
