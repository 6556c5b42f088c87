import EmendCore

/// Predictions of one part of a project's images, as one machine wrote them.
///
/// A file of JSON, one value a line: first whose predictions they are, then what was found on each
/// image, and last how many images there were. A file without the last line is not finished; a
/// program that was stopped in the middle of a line goes on before it.
public struct PredictionShard: Hashable, Sendable {
  public var header: ShardHeader
  public var answers: [ShardAnswer]
  public var isFinished: Bool
  /// Bytes up to the end of the last whole line.
  public var soundLength: Int

  /// Reads a shard, finished or not.
  ///
  /// - Parameters:
  ///   - bytes: the file's.
  ///   - file: its name, for the sentences.
  /// - Throws: ``FormatError`` that names the line; an unfinished last line is no error.
  public init(_ bytes: [UInt8], file: String) throws(FormatError) {
    var lines: [ArraySlice<UInt8>] = bytes.split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    // What follows the last line end: nothing, or a line that was begun.
    let begun = lines.popLast() ?? []
    soundLength = bytes.count - begun.count
    guard let first = lines.first,
      let header = ShardHeader(try JSONReader.value(in: Array(first), file: file))
    else {
      throw FormatError(
        .unsupported,
        Problem(file: file, sentence: "is no shard of predictions; emend predict --shard makes one")
      )
    }
    self.header = header
    answers = []
    isFinished = false
    for (number, line) in lines.enumerated().dropFirst() {
      let json = try JSONReader.value(in: Array(line), file: file)
      if let count = json["images"]?.integer {
        isFinished = count == answers.count && number == lines.count - 1 && begun.isEmpty
        guard isFinished else { throw Self.wrong(number, "does not fit the lines before it", file) }
      } else {
        do {
          answers.append(try ShardAnswer(json, labels: header.labels.count))
        } catch {
          throw Self.wrong(number, "\(error.member) \(error.sentence)", file)
        }
      }
    }
  }

  private static func wrong(_ number: Int, _ what: String, _ file: String) -> FormatError {
    FormatError(
      .content,
      Problem(
        file: file, place: .line(number + 1), sentence: "\(what); run that part again"))
  }

  /// The first line of a shard.
  public static func opening(_ header: ShardHeader) -> [UInt8] { line(header.json) }

  /// The line of one image.
  ///
  /// - Precondition: scores, entropies and coordinates are finite.
  public static func line(_ answer: ShardAnswer) -> [UInt8] { line(answer.json) }

  /// The last line.
  public static func ending(images: Int) -> [UInt8] {
    line(.object([.init("images", .number(images))]))
  }

  private static func line(_ value: JSONValue) -> [UInt8] { Array(value.text.utf8) + [10] }
}
