import EmendCore
import EmendFormats
import Testing

/// Poses in COCO's and YOLO's files.
@Suite struct KeypointFormatTests {
  private static let persons = """
    {"images": [{"id": 1, "file_name": "a.jpg", "width": 60, "height": 40}],
     "annotations": [
     {"segmentation": [[2, 1, 5, 1.5, 5, 3]], "num_keypoints": 2, "area": 5.25, "iscrowd": 0,
      "keypoints": [3, 2, 2, 4, 2.50, 1, 7, 8, 0], "image_id": 1, "bbox": [2, 1, 3, 2],
      "category_id": 1, "id": 1},
     {"segmentation": [[2, 1, 5, 1.5, 5, 3]], "num_keypoints": 0, "area": 5.25, "iscrowd": 0,
      "keypoints": [0, 0, 0, 0, 0, 0, 0, 0, 0], "image_id": 1, "bbox": [2, 1, 3, 2],
      "category_id": 1, "id": 2},
     {"num_keypoints": 1, "area": 6, "iscrowd": 0, "keypoints": [1, 1, 2, 1, 1], "image_id": 1,
      "bbox": [2, 1, 3, 2], "category_id": 1, "id": 3}],
     "categories": [{"supercategory": "person", "id": 1, "name": "person",
      "keypoints": ["head", "hand", "foot"], "skeleton": [[1, 2], [1, 3], [1, 9]]}]}
    """

  private func poses(_ dataset: Dataset) -> [Pose?] {
    dataset.images[0].objects.map { if case .keypoints(let pose) = $0.shape { pose } else { nil } }
  }

  @Test func aRecordWithAPointIsAPoseAndTheRestIsKept() throws {
    let dataset = try COCOTests.read(Self.persons)
    let pose = Pose(
      box: Box(x: 2, y: 1, width: 3, height: 2),
      points: [
        Keypoint(place: ImagePoint(x: 3, y: 2)),
        Keypoint(place: ImagePoint(x: 4, y: 2.5), visibility: .hidden),
        Keypoint(place: ImagePoint(x: 7, y: 8), visibility: .unlabelled),
      ])
    #expect(poses(dataset) == [pose, nil, nil])
    let text = COCOTests.text(dataset)
    // The outline, the place of a point that is not labelled, and what is no list of points.
    #expect(text.contains(#""segmentation":[[2,1,5,1.5,5,3]],"num_keypoints":2,"area":5.25"#))
    #expect(text.contains(#""keypoints":[3,2,2,4,2.50,1,7,8,0]"#))
    #expect(text.contains(#""keypoints":[1,1,2,1,1]"#))
    #expect(COCOTests.text(try COCOTests.read(text)) == text)
  }

  @Test func anOutlineStaysWhileTheBoxIsTheSame() throws {
    var dataset = try COCOTests.read(Self.persons)
    var pose = try #require(poses(dataset)[0])
    pose.points[1].visibility = .unlabelled
    dataset.images[0].objects[0].shape = .keypoints(pose)
    let moved = COCOTests.text(dataset)
    #expect(moved.contains(#""keypoints":[3,2,2,0,0,0,0,0,0]"#))
    #expect(moved.contains(#""num_keypoints":1,"area":5.25"#))
    #expect(moved.components(of: #""segmentation""#) == 2)
    pose.box.width = 4
    dataset.images[0].objects[0].shape = .keypoints(pose)
    #expect(COCOTests.text(dataset).components(of: #""segmentation""#) == 1)
    dataset.images[0].objects[0].shape = .box(Box(x: 2, y: 1, width: 3, height: 2))
    #expect(COCOTests.text(dataset).components(of: #""segmentation""#) == 1)
  }

  @Test func aLabelHasTheSkeletonOfItsCategory() throws {
    let label = try COCOTests.read(Self.persons).labels[0]
    #expect(
      Skeleton(labelExtras: label.extras)
        == Skeleton(
          names: ["head", "hand", "foot"], limbs: [.init(from: 0, to: 1), .init(from: 0, to: 2)]))
    #expect(Skeleton(labelExtras: nil) == nil)
  }

  private func dataset(points: Int) -> Dataset {
    let pose = Pose(
      box: Box(x: 10, y: 10, width: 20, height: 20),
      points: (0..<points).map { index in
        Keypoint(
          place: ImagePoint(x: Double(index) * 30, y: 20),
          visibility: Keypoint.Visibility(rawValue: 2 - index % 3) ?? .visible)
      })
    return Dataset(
      labels: [DatasetLabel(id: LabelID(0), name: "person")],
      images: [
        DatasetImage(
          path: ImagePath("a.jpg"), size: ImageSize(width: 100, height: 50), split: "train",
          objects: [
            DatasetObject(label: LabelID(0), shape: .keypoints(pose)),
            DatasetObject(
              label: LabelID(0), shape: .box(Box(x: 0, y: 0, width: 50, height: 50))),
          ])
      ])
  }

  @Test(arguments: [
    (points: 2, names: #""keypoints":["1","2"],"skeleton":[]"#),
    (points: 17, names: #""keypoints":["nose","left_eye","#),
  ])
  func pointsThatNobodyNamedHaveTheirUsualNames(points: Int, names: String) {
    #expect(COCOTests.text(dataset(points: points)).contains(names))
  }

  @Test func aPredictionKeepsItsGuesses() throws {
    var dataset = dataset(points: 3)
    dataset.images[0].objects[0].score = 0.5
    let bytes = COCOResults.bytes(of: dataset)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains(#""keypoints":[0,20,2,30,20,1,60,20,0]"#))
    let read = try COCOResults.read(bytes, file: "results.json", for: dataset)
    #expect(read[0].objects.map(\.shape) == [dataset.images[0].objects[0].shape])
  }

  @Test func yoloHasARowOfAsManyPointsForEachObject() {
    let export = YOLOWriter.export(dataset(points: 3), as: YOLOWriter.kind(for: dataset(points: 3)))
    let texts = export.files.map { String(decoding: $0.bytes, as: UTF8.self) }
    #expect(texts[0].contains("\nkpt_shape: [3, 3]\n"))
    #expect(
      texts[1] == "0 0.2 0.4 0.2 0.4 0 0.4 2 0.3 0.4 1 0 0 0\n0 0.25 0.5 0.5 1 0 0 0 0 0 0 0 0 0\n")
  }

  @Test(arguments: [
    ("[2, 3]", "0 .5 .5 .50 1 .25 .5 2 0 0 0\n", [Keypoint.Visibility.visible, .unlabelled]),
    ("[2, 2]", "0 .5 .5 .50 1 .25 .5 -.005 0\n", [.visible, .unlabelled]),
  ])
  func aForeignPoseComesBack(shape: String, row: String, seen: [Keypoint.Visibility]) throws {
    let yaml = "train: images\nval: images\nnames: [a]\nkpt_shape: \(shape)\n"
    let dataset = try YOLOTests.read(
      ["data.yaml": yaml, "images/a.jpg": "", "labels/a.txt": row])
    let pose = try #require(poses(dataset)[0])
    #expect(pose.points.map(\.visibility) == seen)
    #expect(pose.points[0].place == ImagePoint(x: 160.25, y: 213.5))
    let files = YOLOWriter.export(dataset, as: .pose).files
    let texts = files.map { String(decoding: $0.bytes, as: UTF8.self) }
    // Three values a point are what we write; two cannot say that one is hidden.
    let isOurs = shape == "[2, 3]"
    #expect((texts[0] == yaml) == isOurs)
    #expect(texts[1] == (isOurs ? row : "0 0.5 0.5 0.5 1 0.25 0.5 2 0 0 0\n"))
  }
}

extension String {
  fileprivate func components(of part: String) -> Int {
    var (count, rest) = (0, self[...])
    while let range = rest.firstRange(of: part) {
      count += 1
      rest = rest[range.upperBound...]
    }
    return count
  }
}
