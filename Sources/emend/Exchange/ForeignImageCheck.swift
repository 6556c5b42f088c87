import EmendCore
import EmendFormats

/// What can be wrong with an image of a foreign file, in sentences with its place.
struct ForeignImageCheck {
  /// For messages.
  let file: String

  func missing(_ image: DatasetImage, _ index: Int) -> Problem {
    problem(
      image, index,
      "is neither beside the file, in images/ there, nor in the project; name its folder by "
        + "--images, or leave such images out by --skip-missing")
  }

  func twin(_ image: DatasetImage, _ index: Int, of other: DatasetImage) -> Problem {
    problem(
      image, index,
      "is the same picture as \(other.path.display), and emend knows a picture by its content; "
        + "take one of them out of the file")
  }

  /// What does not fit the picture that was found.
  func faults(
    of image: DatasetImage, _ index: Int, _ found: ImageFinder.Found
  ) -> [Problem] {
    guard let size = found.size else { return [] }
    if let said = image.size, said != size {
      let sentence =
        "is said to be \(said.width)x\(said.height), and the upright picture is "
        + "\(size.width)x\(size.height); give the picture that the objects were drawn on"
      return [problem(image, index, sentence)]
    }
    return image.objects.enumerated().compactMap { position, object in
      let id = object.foreignID.map { " (id \($0))" } ?? ""
      if case .mask(let mask) = object.shape, mask.size != size {
        return problem(
          image, index,
          "has a mask of another size as its object \(position + 1)\(id); make it anew")
      }
      guard object.shape.isOutside(size) else { return nil }
      return problem(
        image, index, "has its object \(position + 1)\(id) outside of it; mend or remove the object"
      )
    }
  }

  private func problem(_ image: DatasetImage, _ index: Int, _ sentence: String) -> Problem {
    Problem(
      file: file, place: .member("images[\(index)]"), sentence: "\(image.path.display) \(sentence)")
  }
}
