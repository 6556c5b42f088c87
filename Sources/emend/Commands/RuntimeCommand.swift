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
        touched. Words after -- go to pip. One build of ONNX Runtime is there at a time.

        Example: emend runtime install --trainer -- --find-links ~/wheels
        """)

    @Flag(help: "The ONNX Runtime for NVIDIA cards (2.3 GB with CUDA's libraries).")
    var gpu = false
    @Flag(help: "The ONNX Runtime with Intel's OpenVINO, faster on Intel's processors (450 MB).")
    var openvino = false
    @Flag(help: "What the built-in trainer needs: torch, numpy, Pillow and onnx.")
    var trainer = false
    @Argument(parsing: .postTerminator, help: "Words for pip.")
    var pip: [String] = []

    func validate() throws {
      guard [gpu, openvino, trainer].count(where: \.self) <= 1 else {
        throw ValidationError("choose one of --gpu, --openvino and --trainer")
      }
    }

    func run() throws {
      if trainer {
        try SmallTrainer.install(words: pip)
        Console.print("trainer: ready in \(PythonHome(purpose: .trainer).folder)")
      } else {
        try RuntimeBuild(isForGPU: gpu, hasOpenVINO: openvino).install(words: pip)
        let place = try RuntimeAccess.locator(nil).locate()
        let runtime = try OnnxRuntime(place)
        Console.print("ONNX Runtime \(runtime.release): \(ImagePath(place.path).display)")
      }
    }
  }
}
