import EmendCore

/// One thing that is wrong in a file, with its place and a way out.
public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Place: Hashable, Sendable {
    case wholeFile
    /// From 1.
    case line(Int)
    /// Both from 1; the column counts bytes.
    case position(line: Int, column: Int)
    /// As a program would write it: `annotations[17].bbox`.
    case member(String)
  }

  public var file: String
  public var place: Place
  /// What is wrong and what to do, without the file's name.
  public var sentence: String

  public init(file: String, place: Place = .wholeFile, sentence: String) {
    self.file = file
    self.place = place
    self.sentence = sentence
  }

  /// `Themes/dusk.yaml:7: there is no role "acepted"; did you mean "accepted"?`, fit to print.
  public var description: String {
    let start =
      switch place {
      case .wholeFile: file
      case .line(let line): "\(file):\(line)"
      case .position(let line, let column): "\(file):\(line):\(column)"
      case .member(let path): "\(file): \(path)"
      }
    return SafeText.display("\(start): \(sentence)")
  }
}

/// A file of which nothing was taken.
public struct FormatError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Code: String, Sendable {
    /// Not JSON, or not YAML.
    case syntax
    /// Readable, and something in it is missing or wrong.
    case content
    /// Sound, and of a kind that emend does not read.
    case unsupported
  }

  /// How many problems are listed before the rest is only counted.
  static let limit = 20

  public var code: Code
  /// The first of them, in the file's order; never empty.
  public var problems: [Problem]
  /// How many there are in all.
  public var count: Int

  init(_ code: Code, _ problem: Problem) {
    self.init(code, ProblemList(problem))
  }

  init(_ code: Code, _ list: ProblemList) {
    self.code = code
    problems = list.first
    count = list.count
  }

  /// One line a problem, fit to print.
  public var description: String {
    var lines = problems.map(\.description)
    if count > problems.count { lines.append("and \(count - problems.count) more") }
    if count > 1 { lines.append("Nothing was imported; mend the file and import it again.") }
    return lines.joined(separator: "\n")
  }
}

/// Problems as they are found; only the first are kept, so that a broken file stays cheap.
struct ProblemList {
  private(set) var first: [Problem] = []
  private(set) var count = 0

  init() {}
  init(_ problem: Problem) { add(problem) }

  var isEmpty: Bool { count == 0 }

  mutating func add(_ problem: Problem) {
    count += 1
    if first.count < FormatError.limit { first.append(problem) }
  }
}
