import EmendCore
import EmendFormats
import EmendTestSupport

extension SeededGenerator {
  /// Boxes, polygons, masks and poses on images of odd sizes, some of them empty.
  mutating func dataset(images count: Int) -> Dataset {
    let names = ["scratch", "dent: deep", "no", "fehlende Schraube \u{1f529}"]
    let labels = names.enumerated().map { DatasetLabel(id: LabelID($0), name: $1) }
    let images = (0..<count).map { index in
      let size = ImageSize(
        width: Int.random(in: 20...300, using: &self),
        height: Int.random(in: 20...300, using: &self))
      return DatasetImage(
        path: ImagePath("line \(index % 3)/\(index).jpg"), size: size,
        split: ["train", "val", nil].randomElement(using: &self) ?? nil,
        objects: (0..<Int.random(in: 0...6, using: &self)).map { _ in object(in: size) })
    }
    return Dataset(labels: labels, images: images)
  }

  private mutating func object(in size: ImageSize) -> DatasetObject {
    let shape: Shape =
      switch Int.random(in: 0..<4, using: &self) {
      case 0: .box(box(in: size))
      case 3: .keypoints(pose(in: size))
      case 1:
        .polygon(
          Polygon(rings: (0..<Int.random(in: 1...3, using: &self)).map { _ in ring(in: size) }))
      default:
        .mask(
          Mask(box: box(in: size), size: size).subtracting(Mask(box: box(in: size), size: size)))
      }
    return DatasetObject(label: LabelID(Int.random(in: 0..<4, using: &self)), shape: shape)
  }

  /// Five points; one that is not labelled has no place.
  private mutating func pose(in size: ImageSize) -> Pose {
    let places = ring(in: size)
    let points = (0..<5).map { index in
      let visibility = Keypoint.Visibility(rawValue: Int.random(in: 0...2, using: &self))
      let place =
        visibility == .unlabelled ? ImagePoint(x: 0, y: 0) : places[index % places.count]
      return Keypoint(place: place, visibility: visibility ?? .visible)
    }
    return Pose(box: box(in: size), points: points)
  }

  private mutating func box(in size: ImageSize) -> Box {
    let x = Double.random(in: 0..<Double(size.width) / 2, using: &self)
    let y = Double.random(in: 0..<Double(size.height) / 2, using: &self)
    return Box(
      x: x, y: y, width: .random(in: 3...Double(size.width) / 2, using: &self),
      height: .random(in: 3...Double(size.height) / 2, using: &self))
  }

  private mutating func ring(in size: ImageSize) -> [ImagePoint] {
    let box = box(in: size)
    return (0..<Int.random(in: 3...9, using: &self)).map { _ in
      ImagePoint(
        x: .random(in: box.x...box.maxX, using: &self),
        y: .random(in: box.y...box.maxY, using: &self))
    }
  }

  /// Every shape as a mask, and no empty ones, so that COCO can measure all.
  func outlined(_ dataset: Dataset) -> Dataset {
    var dataset = dataset
    for image in dataset.images.indices {
      guard let size = dataset.images[image].size else { continue }
      dataset.images[image].objects = dataset.images[image].objects.compactMap { object in
        var object = object
        switch object.shape {
        case .box, .keypoints:
          object.shape = .mask(Mask(box: object.shape.bounds, size: size))
        case .image, .polygon, .mask: break
        }
        let area =
          switch object.shape {
          case .image, .box, .keypoints: 0
          case .polygon(let polygon): Mask(polygon: polygon, size: size).area
          case .mask(let mask): mask.area
          }
        return area > 0 ? object : nil
      }
    }
    return dataset
  }

  /// The poses alone.
  func posed(_ dataset: Dataset) -> Dataset {
    var dataset = dataset
    for image in dataset.images.indices {
      dataset.images[image].objects.removeAll { object in
        if case .keypoints = object.shape { false } else { true }
      }
    }
    return dataset
  }

  mutating func scored(_ dataset: Dataset) -> Dataset {
    var dataset = dataset
    for image in dataset.images.indices {
      for object in dataset.images[image].objects.indices {
        dataset.images[image].objects[object].score = .random(in: 0...1, using: &self)
      }
    }
    return dataset
  }
}
