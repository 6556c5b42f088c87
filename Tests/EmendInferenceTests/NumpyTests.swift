import Testing

@testable import EmendInference

@Suite struct NumpyTests {
  /// What `np.save` writes for an array of float32.
  static func file(_ shape: [Int], _ values: [Float], type: String = "<f4") -> [UInt8] {
    let sides = shape.map { "\($0)," }.joined(separator: " ")
    var header = Array(
      "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(sides)), }".utf8)
    header += Array(repeating: 0x20, count: 63 - (header.count + 10) % 64) + [0x0a]
    let length = [UInt8(header.count & 255), UInt8(header.count >> 8)]
    let data = values.flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
    }
    return [0x93] + Array("NUMPY".utf8) + [1, 0] + length + header + data
  }

  @Test func anArrayIsReadAsItWasSaved() throws {
    let tensors = try NumpyTensor.all(in: Self.file([1, 3], [1.5, -2, 0.25]), file: "t.npy")
    #expect(tensors.map(\.shape) == [[1, 3]])
    #expect(tensors[0].values == [1.5, -2, 0.25])
  }

  @Test func aFileThatIsCutAnywhereIsRefused() {
    let whole = Self.file([2, 2], [1, 2, 3, 4])
    for end in whole.indices {
      let error = #expect(throws: InferenceError.self) {
        try NumpyTensor.all(in: Array(whole[..<end]), file: "t.npy")
      }
      #expect(error?.message.hasPrefix("t.npy: ") == true)
    }
  }

  @Test(arguments: ["<f2", "<i8", "|O"])
  func otherNumbersAreRefused(type: String) {
    #expect(throws: InferenceError.self) {
      try NumpyTensor.all(in: Self.file([1], [1], type: type), file: "t.npy")
    }
  }

  @Test func anAbsurdShapeIsRefused() {
    #expect(throws: InferenceError.self) {
      try NumpyTensor.all(
        in: Self.file([4_000_000_000, 4_000_000_000, 4_000_000_000], [1]), file: "t.npy")
    }
  }
}
