import ArgumentParser
import EmendTerminal

/// What `--graphics` asks for.
enum GraphicsWish: ExpressibleByArgument, CustomStringConvertible {
  case auto
  case forced(GraphicsKind)

  /// All but `auto`, for a sentence.
  static let names = GraphicsKind.allCases.map(\.rawValue).joined(separator: ", ")

  static var allValueStrings: [String] { ["auto"] + GraphicsKind.allCases.map(\.rawValue) }

  init?(argument: String) {
    if argument == "auto" {
      self = .auto
    } else if let kind = GraphicsKind(rawValue: argument) {
      self = .forced(kind)
    } else {
      return nil
    }
  }

  var description: String {
    switch self {
    case .auto: "auto"
    case .forced(let kind): kind.rawValue
    }
  }

  /// The way that pictures go in a terminal that answered `found`, where `client` is behind it.
  ///
  /// Throws `CommandFailure` where that is not the way asked for.
  func choice(
    on found: TerminalCapabilities, behind client: TmuxClient? = Tmux.client
  ) throws -> GraphicsChoice {
    var capabilities = found
    capabilities.note(client)
    switch self {
    case .auto: return GraphicsChoice(for: capabilities)
    case .forced(let kind):
      do {
        return try GraphicsChoice(kind, on: capabilities)
      } catch {
        throw CommandFailure("\(error)")
      }
    }
  }
}
