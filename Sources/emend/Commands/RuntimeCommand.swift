import ArgumentParser
import EmendCore
import EmendInference
import Foundation

struct RuntimeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runtime", abstract: "Install what models and training need.",
    discussion: "Example: emend runtime install",
    subcommands: [Install.self])

  struct Install: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Install ONNX Runtime, or the trainer, into your own data folder.",
      discussion: """
        Uses python3 and pip; nothing outside $XDG_DATA_HOME/emend (~/.local/share/emend) is \
        touched. Words after -- go to pip.

        Example: emend runtime install --trainer -- --find-links ~/wheels
        """)

    /// Tested with every model that emend reads; releases from 1.22 on are known to work.
    private static let release = "1.31.1"

    @Flag(help: "The ONNX Runtime for NVIDIA cards (2.3 GB with CUDA's libraries).")
    var gpu = false
    @Flag(help: "What the built-in trainer needs: torch, numpy, Pillow and onnx.")
    var trainer = false
    @Argument(parsing: .postTerminator, help: "Words for pip.")
    var pip: [String] = []

    func validate() throws {
      guard !(gpu && trainer) else {
        throw ValidationError("--gpu chooses the runtime's build; install the trainer by itself")
      }
    }

    func run() throws {
      if trainer {
        try SmallTrainer.install(words: pip)
        Console.print("trainer: ready in \(PythonHome(purpose: .trainer).folder)")
      } else {
        let name = gpu ? "onnxruntime-gpu[cuda,cudnn]" : "onnxruntime"
        try PythonHome(purpose: .runtime).install(["\(name)==\(Self.release)"], words: pip)
        let place = try RuntimeAccess.locator(nil).locate()
        let runtime = try OnnxRuntime(place)
        Console.print("ONNX Runtime \(runtime.release): \(ImagePath(place.path).display)")
      }
    }
  }
}
