import EmendCore
import EmendFormats
import Testing

@Suite struct LabelStudioTests {
  private static let size = ImageSize(width: 200, height: 100)

  private func answers(
    _ regions: String, size: ImageSize = size
  ) throws -> Result<BackendAnswer, FormatError> {
    let body = #"{"results": [{"score": 0.25, "result": [\#(regions)]}]}"#
    return try LabelStudioAnswer.answers(Array(body.utf8), sizes: [size], server: "ls")[0]
  }

  @Test func hundredthsBecomePixels() throws {
    let answer = try answers(
      """
      {"type": "rectanglelabels", "score": 0.5, "id": "a",
       "value": {"x": 10, "y": 20, "width": 30, "height": 40, "rotation": 0,
                 "rectanglelabels": ["dent"]}},
      {"type": "rectanglelabels", "value": {"x": 50, "y": 50, "width": 10, "height": 20,
       "rotation": 90, "rectanglelabels": ["dent"], "score": 0.75}},
      {"type": "polygonlabels", "value": {"points": [[0, 0], [10, 0], [10, 50]], "closed": true,
       "polygonlabels": ["odd", "dent"]}},
      {"type": "textarea", "id": "a", "value": {"text": ["A 7", "B"]}},
      {"type": "choices", "score": 0.9, "value": {"choices": ["worn"]}},
      {"type": "keypointlabels", "value": {"x": 1, "y": 1, "keypointlabels": ["dent"]}}
      """
    ).get()
    func ring(_ points: (Double, Double)...) -> Shape {
      .polygon(Polygon(rings: [points.map { ImagePoint(x: $0.0, y: $0.1) }]))
    }
    #expect(
      answer.objects[0]
        == NamedObject(
          NamedScore(label: "dent", score: 0.5),
          .box(Box(x: 20, y: 20, width: 60, height: 40)), text: "A 7 B"))
    // Turned by 90 degrees about its first corner, what went right goes down.
    let turned = answer.objects[1].shape.bounds
    #expect(abs(turned.x - 80) < 1e-9 && abs(turned.y - 50) < 1e-9)
    #expect(abs(turned.width - 20) < 1e-9 && abs(turned.height - 20) < 1e-9)
    #expect(answer.objects[1].best.score == 0.75)
    #expect(
      answer.objects[2]
        == NamedObject(NamedScore(label: "odd", score: 0.25), ring((0, 0), (20, 0), (20, 50))))
    #expect(answer.labels == [NamedScore(label: "worn", score: 0.9)])
    #expect(answer.leftOut == ["keypointlabels": 1])
  }

  /// The bytes are those of `mask2rle` of label-studio-sdk 2.1.2 for the rows below.
  @Test func aBrushIsTheMaskThatLabelStudioMadeItOf() throws {
    let rows = """
      00000000000
      00111111001
      00111111000
      10111111000
      00111111001
      00000000010
      00000000000
      """
    let answer = try answers(
      """
      {"type": "brushlabels", "original_width": 11, "original_height": 7, "value": {"format": "rle",
      "brushlabels": ["dent"], "rle": [0,0,1,52,57,27,254,51,0,194,255,243,128,71,255,56,6,23,255,
      182,1,31,252,96,24,95,255,9,128,97,127,249,192,35,255,196,96,17,255,226,240,0]}}
      """, size: ImageSize(width: 11, height: 7)
    ).get()
    let pixels = rows.filter { !$0.isWhitespace }.map { $0 == "1" ? UInt8(1) : 0 }
    #expect(
      answer.objects.map(\.shape)
        == [.mask(Mask(size: ImageSize(width: 11, height: 7), rows: pixels))])
  }

  @Test(arguments: [
    (#"{"type": "rectanglelabels"}"#, "has no value"),
    (
      #"{"type":"rectanglelabels","value":{"x":1,"y":1,"width":1,"rectanglelabels":["a"]}}"#,
      "must have x, y, width and height"
    ),
    (
      #"{"type":"rectanglelabels","value":{"x":1,"y":1,"width":1,"height":1}}"#, "has no label"
    ),
    (
      #"{"type":"polygonlabels","value":{"points":[[1,1],[2,2]],"polygonlabels":["a"]}}"#,
      "must have points, three or more"
    ),
    (
      #"{"type":"brushlabels","original_width":11,"original_height":7,"value":{"rle":[0]}}"#,
      "is a mask of 11x7, and the image has 200x100"
    ),
    (
      #"{"type":"brushlabels","value":{"rle":[0,0,0,44,9,9,9],"brushlabels":["a"]}}"#,
      "has an rle that holds 44 values"
    ),
    (
      #"{"type":"brushlabels","value":{"rle":[0,1,56,128,57,27],"brushlabels":["a"]}}"#,
      "has an rle that ends too early"
    ),
    (
      #"{"type":"choices","score":7,"value":{"choices":["a"]}}"#,
      "has a score that is no number from 0 to 1"
    ),
  ])
  func aRegionThatIsNoneIsNamed(_ region: String, _ sentence: String) throws {
    guard case .failure(let error) = try answers(region) else {
      Issue.record("\(region) was read")
      return
    }
    #expect("\(error)".contains("ls: results[0].result[0]: \(sentence)"), "\(error)")
  }

  @Test func aBodyThatIsNoAnswerIsRefused() {
    for (body, sentence) in [
      ("<html>", "ls:1:1: a value was expected"), ("{}", "ls: answers no results"),
      (#"{"results": []}"#, "ls: results: are 0 for 1 images"),
    ] {
      let error = #expect(throws: FormatError.self) {
        try LabelStudioAnswer.answers(Array(body.utf8), sizes: [Self.size], server: "ls")
      }
      #expect("\(String(describing: error))".contains(sentence))
    }
  }

  @Test func theServerIsToldWhatItsModelsLookFor() throws {
    let request = LabelStudioRequest(
      LabelServer(address: "http://a", root: "/data"), .detect, labels: ["dent", "<&\">"])
    #expect(
      request.configuration == #"<View><Image name="image" value="$image"/>"#
        + #"<RectangleLabels name="label" toName="image"><Label value="dent"/>"#
        + #"<Label value="&lt;&amp;&quot;>"/></RectangleLabels></View>"#)
    let body = String(decoding: request.predict([.init(id: 3, image: "x")]), as: UTF8.self)
    #expect(
      body.hasPrefix(
        #"{"project":"emend","tasks":[{"id":3,"data":{"image":"x"},"annotations":[],"#))
  }

  @Test func anImageIsSentAsTheCardSays() throws {
    func sent(_ sending: LabelServer.Sending, _ path: String) -> String? {
      let server = LabelServer(address: "http://a", sending: sending, root: "/data")
      return LabelStudioRequest(server, .detect, labels: []).image(path, format: "png") { "QUI=" }
    }
    #expect(
      sent(.localFiles, "/data/a/1 b%+&#.png") == "/data/local-files/?d=a/1 b%25%2B%26%23.png")
    #expect(sent(.localFiles, "/database/1.png") == nil)
    #expect(sent(.path, "/a/1.png") == "/a/1.png")
    #expect(sent(.bytes, "/a/1.png") == "data:image/png;base64,QUI=")
  }
}
