public import EmendCore

/// One line that a worker writes.
public struct WorkerLine: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    /// The first line: `{"ready": 1}`, with the number of the protocol that it speaks.
    case ready(version: Int)
    /// The image that the id names was answered, or could not be.
    case answer(id: Int)
  }

  public let content: Content
  private let value: JSONValue
  private let number: Int
  private let file: String

  /// - Parameters:
  ///   - bytes: without the line's end.
  ///   - number: which line it is, from 1.
  ///   - file: what to call the worker's output in messages.
  /// - Throws: ``FormatError`` that names the line, and what was expected.
  public init(_ bytes: [UInt8], number: Int, file: String) throws(FormatError) {
    (self.number, self.file) = (number, file)
    do throws(FormatError) {
      value = try JSONReader.value(in: bytes, file: file)
    } catch {
      let text = SafeText.display(String(decoding: bytes.prefix(60), as: UTF8.self))
      throw Self.problem(
        number, file,
        "is no JSON: \"\(text)\"; write answers to standard output, all else to "
          + "standard error")
    }
    if let ready = value["ready"] {
      content = .ready(version: ready.integer ?? 0)
    } else if let id = value["id"]?.integer {
      content = .answer(id: id)
    } else {
      throw Self.problem(
        number, file, "has no id; an answer gives back the id of the image that was asked for")
    }
  }

  /// What was answered of an image.
  ///
  /// - Parameter size: the upright image's.
  /// - Returns: the answer, or the worker's own sentence of why there is none.
  /// - Throws: ``FormatError`` that names the line and the member that is wrong.
  public func answer(size: ImageSize) throws(FormatError) -> Result<BackendAnswer, WorkerFailure> {
    if let sentence = value["error"]?.string {
      return .failure(WorkerFailure(description: SafeText.display(sentence)))
    }
    do throws(COCOFault) {
      return .success(try BackendAnswer(value, size: size))
    } catch {
      throw Self.problem(number, file, "\(error.member) \(error.sentence)")
    }
  }

  private static func problem(_ number: Int, _ file: String, _ sentence: String) -> FormatError {
    FormatError(.content, Problem(file: file, place: .line(number), sentence: sentence))
  }
}

/// A worker's own sentence about an image that it could not answer, fit to print.
public struct WorkerFailure: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String
}

extension BackendAnswer {
  /// Reads `objects` and `labels`; either may be missing.
  fileprivate init(_ value: JSONValue, size: ImageSize) throws(COCOFault) {
    guard value["objects"] != nil || value["labels"] != nil else {
      throw COCOFault(
        member: "objects", sentence: "are missing, and there are no labels and no error")
    }
    self.init()
    for (index, object) in try Self.list("objects", of: value).enumerated() {
      do throws(COCOFault) {
        objects.append(try NamedObject(object, size: size))
      } catch {
        throw COCOFault(member: "objects[\(index)].\(error.member)", sentence: error.sentence)
      }
    }
    for (index, label) in try Self.list("labels", of: value).enumerated() {
      do throws(COCOFault) {
        labels.append(try NamedScore(label))
      } catch {
        throw COCOFault(member: "labels[\(index)].\(error.member)", sentence: error.sentence)
      }
    }
  }

  private static func list(_ key: String, of value: JSONValue) throws(COCOFault) -> [JSONValue] {
    guard let member = value[key], member != .null else { return [] }
    guard let list = member.array else {
      throw COCOFault(member: key, sentence: "must be a list")
    }
    return list
  }
}

extension NamedScore {
  /// Reads `label` and `score`, which is 1 where the model gives none.
  fileprivate init(_ value: JSONValue) throws(COCOFault) {
    guard let label = value["label"]?.string, !label.isEmpty else {
      throw COCOFault(member: "label", sentence: "must be the name of a label")
    }
    self.init(label: label, score: try COCOReader.score(of: value) ?? 1)
  }
}

extension NamedObject {
  /// Reads COCO's `bbox` and `segmentation`, and `text`.
  fileprivate init(_ value: JSONValue, size: ImageSize) throws(COCOFault) {
    let shape = try COCOShape.shape(of: value, size: size)
    if shape.isOutside(size) { throw .outside(size, value) }
    self.init(try NamedScore(value), shape, text: value["text"]?.string)
  }
}
