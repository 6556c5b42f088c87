import ArgumentParser
import EmendCore
import EmendInference
import EmendRaster

extension ModelCommand {
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Compare the tensor that a model gets with the one it was trained on.",
      discussion: """
        REFERENCE is what the training code makes of the image: one array saved by numpy's save, \
        or savez. Where the tensors differ, the likely reason is printed as lines for a card \
        (NAME.yaml beside the model). The status is 1 when they differ.

        Example: emend model check resnet.onnx tensor.npy --image plate_a01.jpg
        """)

    @Argument(help: "An ONNX file.", completion: .file())
    var model: String
    @Argument(help: "A .npy or .npz file: 1x3xheightxwidth, float32.", completion: .file())
    var reference: String
    @Option(help: "The image that it was made from.", completion: .file())
    var image: String
    @Option(help: "What the model is: \(ModelFamilies.names.joined(separator: ", ")).")
    var family: String?

    func run() throws {
      let path = AbsolutePath.of(model)
      let detector = try Detector(
        try RuntimeAccess.load(nil), path: path,
        texts: TextsBesideModel(path, family: family).texts,
        companions: CompanionsBesideModel(path).paths,
        prompts: LabelPrompts([LabelPrompts.Entry(label: "object")]))
      let bytes = try FileBytes(ImagePath(AbsolutePath.of(image)))
      let decoded = try bytes.withBytes { buffer throws(ImageError) in
        try ImageDecoder().decode(buffer)
      }
      let check = try TensorCheck(
        tensor(), of: decoded, detector.card, file: ImagePath(reference).display)
      Console.print("\(ImagePath(model).display): \(detector.card.summary)")
      guard try report(check) else { throw ExitCode(1) }
    }

    /// The first array that could be a model's input.
    private func tensor() throws -> NumpyTensor {
      let file = ImagePath(reference).display
      let all = try NumpyTensor.all(
        in: TextFile.bytes(AbsolutePath.of(reference)), file: file)
      guard let tensor = all.first(where: { $0.shape.count >= 3 }) ?? all.first else {
        throw CommandFailure("\(file): holds no array; save the tensor by numpy's save")
      }
      return tensor
    }

    /// Answers whether the tensors are alike.
    private func report(_ check: TensorCheck) throws -> Bool {
      if let difference = check.difference {
        Console.print("difference: \(difference.text)")
        if difference.isSmall {
          Console.print("the model sees what it was trained on")
          return true
        }
      } else {
        let (ours, theirs) = (check.ownSize, check.size)
        Console.print(
          "the reference is \(theirs.width)x\(theirs.height), emend's tensor "
            + "\(ours.width)x\(ours.height)")
      }
      let remedy = check.remedy()
      guard let rest = remedy.difference, !remedy.changes.isEmpty else {
        Console.print("no preparation that emend knows comes near; is it the same image?")
        return false
      }
      Console.print("the likely reason, as lines of a card; then the difference is \(rest.text):")
      for line in remedy.changes { Console.print("  \(line)") }
      return false
    }
  }
}

extension TensorCheck.Difference {
  fileprivate var text: String {
    let (mean, most) = (FixedPoint.text(self.mean, decimals: 2), FixedPoint.text(most, decimals: 2))
    return "mean \(mean)/255, most \(most)/255"
  }
}
