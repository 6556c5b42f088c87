/// Numbers in a file of numpy's, as `np.save` and `np.savez` write them.
///
/// Source: "NPY format" of numpy 2.4; PKWARE's application note for the `.npz` around it.
public struct NumpyTensor: Hashable, Sendable {
  /// The array's name in a `.npz`; empty in a `.npy`.
  public var name: String
  public var shape: [Int]
  /// In the order of C.
  public var values: [Float]

  /// The tensors of a file.
  ///
  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - file: its path, for the sentences.
  /// - Returns: one of a `.npy`, in their order those of a `.npz`.
  /// - Throws: ``InferenceError`` of code `modelUnsupported` for what is no such file or is packed.
  public static func all(
    in bytes: [UInt8], file: String
  ) throws(InferenceError) -> [NumpyTensor] {
    if bytes.starts(with: [0x50, 0x4b]) {
      var tensors: [NumpyTensor] = []
      for entry in try ZipEntries(bytes, file: file).entries {
        tensors.append(try NumpyTensor(bytes[entry.range], name: entry.name, file: file))
      }
      return tensors
    }
    return [try NumpyTensor(bytes[...], name: "", file: file)]
  }

  private init(_ bytes: ArraySlice<UInt8>, name: String, file: String) throws(InferenceError) {
    let refusal = InferenceError(
      .modelUnsupported,
      "\(file): not a tensor of numpy's; save it by np.save or np.savez, as float32 or uint8")
    guard bytes.count > 12, bytes.starts(with: [0x93] + Array("NUMPY".utf8)) else { throw refusal }
    let start = bytes.startIndex
    let isFirst = bytes[start + 6] == 1
    let length =
      isFirst ? bytes.number(at: 8, size: 2) : bytes.number(at: 8, size: 4)
    let begin = start + (isFirst ? 10 : 12)
    guard begin + length <= bytes.endIndex,
      let header = Literal(String(decoding: bytes[begin..<begin + length], as: UTF8.self)),
      let type = header["descr"]?.string, let read = Self.readers[type],
      let sides = header["shape"]?.list?.compactMap(\.integer), sides.allSatisfy({ $0 > 0 }),
      header["fortran_order"]?.bool == false
    else { throw refusal }
    var count = 1
    for side in sides {
      let (product, isTooLarge) = count.multipliedReportingOverflow(by: side)
      guard !isTooLarge else { throw refusal }
      count = product
    }
    let data = bytes[(begin + length)...]
    guard data.count / read.size >= count else { throw refusal }
    self.name = name
    shape = sides
    values = (0..<count).map {
      read.value(UInt64(data.number(at: $0 * read.size, size: read.size)))
    }
  }

  /// How each element type is read.
  private static let readers: [String: (size: Int, value: @Sendable (UInt64) -> Float)] = [
    "<f4": (4, { Float(bitPattern: UInt32(truncatingIfNeeded: $0)) }),
    "<f8": (8, { Float(Double(bitPattern: $0)) }),
    "|u1": (1, { Float($0) }),
  ]
}

extension ArraySlice<UInt8> {
  /// The number in `size` bytes from `offset`, least first; 0 beyond the end.
  fileprivate func number(at offset: Int, size: Int) -> Int {
    var value: UInt64 = 0
    let begin = startIndex + offset
    guard begin >= startIndex, begin + size <= endIndex else { return 0 }
    for index in 0..<size { value |= UInt64(self[begin + index]) << UInt64(8 * index) }
    return Int(truncatingIfNeeded: value)
  }
}

/// The files in a zip file that are not packed.
private struct ZipEntries {
  private(set) var entries: [(name: String, range: Range<Int>)] = []

  init(_ bytes: [UInt8], file: String) throws(InferenceError) {
    let refusal = InferenceError(
      .modelUnsupported, "\(file): a damaged .npz; save it again by np.savez")
    let all = bytes[...]
    let ends = stride(from: bytes.count - 22, through: max(0, bytes.count - 65_557), by: -1)
    guard bytes.count >= 22,
      let end = ends.first(where: { all.number(at: $0, size: 4) == Self.end })
    else { throw refusal }
    var place = all.number(at: end + 16, size: 4)
    for _ in 0..<all.number(at: end + 10, size: 2) {
      guard all.number(at: place, size: 4) == Self.entry else { throw refusal }
      let size = all.number(at: place + 20, size: 4)
      let nameLength = all.number(at: place + 28, size: 2)
      let local = all.number(at: place + 42, size: 4)
      let nameStart = place + 46
      let dataStart =
        local + 30 + all.number(at: local + 26, size: 2) + all.number(at: local + 28, size: 2)
      guard nameStart + nameLength <= bytes.count, dataStart + size <= bytes.count else {
        throw refusal
      }
      let name = String(decoding: bytes[nameStart..<nameStart + nameLength], as: UTF8.self)
      guard all.number(at: place + 10, size: 2) == 0 else {
        throw InferenceError(
          .modelUnsupported, "\(file): packed; save it by np.savez, not by np.savez_compressed")
      }
      entries.append(
        (
          name.hasSuffix(".npy") ? String(name.dropLast(4)) : name,
          dataStart..<dataStart + size
        ))
      place =
        nameStart + nameLength + all.number(at: place + 30, size: 2)
        + all.number(at: place + 32, size: 2)
    }
  }

  private static let end = 0x0605_4b50
  private static let entry = 0x0201_4b50
}
