public import EmendCore

/// What a server of Label Studio's protocol answers, in pixels of the images.
public enum LabelStudioAnswer {
  /// What was said of each image, in the order of the request.
  ///
  /// - Parameters:
  ///   - body: of `/predict`.
  ///   - sizes: the upright images'.
  ///   - server: its name, for messages.
  /// - Returns: an answer an image, or why it cannot be read.
  /// - Throws: ``FormatError`` when the body as a whole cannot be.
  public static func answers(
    _ body: [UInt8], sizes: [ImageSize], server: String
  ) throws(FormatError) -> [Result<BackendAnswer, FormatError>] {
    let value = try JSONReader.value(in: body, file: server)
    guard let results = (value["results"] ?? value["predictions"] ?? value).array else {
      throw problem(server, .wholeFile, "answers no results; is it a server of Label Studio's?")
    }
    guard results.count == sizes.count else {
      throw problem(
        server, .member("results"),
        "are \(results.count) for \(sizes.count) images; set `batch: 1` in its card, or mend it")
    }
    return zip(results, sizes).enumerated().map { index, pair in
      do throws(FormatError) {
        return .success(try answer(pair.0, size: pair.1, at: "results[\(index)]", server))
      } catch {
        return .failure(error)
      }
    }
  }

  /// The release of the model, as `/setup` says it.
  public static func version(_ body: [UInt8], server: String) throws(FormatError) -> String {
    let value = try JSONReader.value(in: body, file: server)
    switch value["model_version"] {
    case .string(let text)?: return text
    case .number(let text)?: return text
    default: return ""
    }
  }

  private static func answer(
    _ prediction: JSONValue, size: ImageSize, at place: String, _ server: String
  ) throws(FormatError) -> BackendAnswer {
    // Some answer a list for each image, the best first.
    let one = prediction.array.map { $0.first ?? .object([]) } ?? prediction
    var reader = LabelStudioRegions(size: size, score: one["score"]?.double)
    for (index, region) in (one["result"]?.array ?? []).enumerated() {
      do throws(Fault) {
        try reader.take(region)
      } catch {
        throw problem(server, .member("\(place).result[\(index)]"), error.sentence)
      }
    }
    return reader.answer
  }

  private static func problem(
    _ server: String, _ place: Problem.Place, _ sentence: String
  ) -> FormatError {
    FormatError(.content, Problem(file: server, place: place, sentence: sentence))
  }
}
