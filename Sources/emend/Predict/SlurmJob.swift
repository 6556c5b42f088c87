import EmendCore
import EmendStore
import Foundation

/// A Slurm job that predicts a project in parts.
struct SlurmJob {
  /// Parts, each a task of an array.
  let tasks: Int
  let command: PredictCommand

  static let name = "predict.sbatch"

  func write(in opened: OpenProject) throws {
    guard (1...10_000).contains(tasks) else {
      throw CommandFailure("--slurm \(tasks): give a number of tasks from 1 to 10000")
    }
    let folder = opened.project.folder.text
    let path = folder + "/" + Self.name
    try TextFile.write(Array(script(folder).utf8), to: path)
    // Slurm writes its logs there and makes no folder for them.
    try? FileManager.default.createDirectory(
      atPath: folder + "/shards", withIntermediateDirectories: true)
    Console.print(
      """
      \(ImagePath(path).display): a job of \(Words.count(tasks, "task")); look at its options, then:
        sbatch \(quoted(path))
        emend merge -C \(quoted(folder)) \(quoted(folder))/shards/*.jsonl
      """)
  }

  private func script(_ folder: String) -> String {
    var options = ""
    if let model = command.model { options += " --model \(quoted(model))" }
    if let pipeline = command.pipeline { options += " --pipeline \(quoted(pipeline))" }
    if let provider = command.provider { options += " --provider \(quoted(provider))" }
    return """
      #!/bin/bash
      # Predicts the images of a project that every node sees, in \(tasks) parts; when all are done:
      #     emend merge shards/*.jsonl
      # A task that was killed goes on where it was: sbatch --array=NUMBER \(Self.name)
      #SBATCH --job-name=emend-predict
      #SBATCH --array=1-\(tasks)
      #SBATCH --output=\(quoted(folder + "/shards/slurm-%A-%a.log"))
      #SBATCH --open-mode=append
      # Add what a task needs: --partition, --cpus-per-task, --gres=gpu:1, --time, --mem.
      set -euo pipefail
      cd \(quoted(folder))
      emend=\(quoted(Self.program))
      # Of all parts, also where one task is submitted again.
      exec "$emend" predict --shard "$SLURM_ARRAY_TASK_ID/\(tasks)"\(options)

      """
  }

  /// This program, which the nodes see where the cluster's homes are shared.
  private static var program: String {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
      ?? CommandLine.arguments[0]
  }

  private func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
