import ArgumentParser

@main
struct Emend: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Review and correct what a vision model predicted, in the terminal.")
}
