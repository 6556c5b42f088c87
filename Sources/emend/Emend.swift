import ArgumentParser

@main
struct Emend: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Review and correct what a vision model predicted, in the terminal.",
    discussion: """
      A project is a folder with project.sqlite and emend.yaml; commands work from any folder \
      below it. Start: emend init, emend add, emend model add, emend predict, emend review.
      """,
    version: "0.1.0",
    subcommands: [
      InitCommand.self, AddCommand.self, ModelCommand.self, PredictCommand.self,
      MergeCommand.self, EmbedCommand.self, SimilarCommand.self, QueueCommand.self,
      ReviewCommand.self, TrainCommand.self,
      EvaluateCommand.self, ImportCommand.self, ExportCommand.self, StatusCommand.self,
      VerifyCommand.self, BackupCommand.self, DoctorCommand.self, KeysCommand.self,
      RuntimeCommand.self,
    ])

  /// Runs the command that the arguments name.
  ///
  /// As ArgumentParser's own, which would write the words of an error as they are.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      let (code, message) = (exitCode(for: error), fullMessage(for: error))
      if code == .success { Console.print(message) } else { Console.note(message) }
      exit(withError: code)
    }
  }
}
