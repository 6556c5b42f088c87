/// Why run lengths are not a mask.
public enum MaskError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The image would have more pixels than run lengths can count, or a negative side.
  case size(width: Int, height: Int)
  case sum(found: Int, expected: Int)
  /// The byte at `offset` of a compressed text is none that COCO writes.
  case character(offset: Int)
  /// The text ends within a number, or a run is below 0 or too long.
  case run(index: Int)

  public var description: String {
    switch self {
    case .size(let width, let height): "a mask of \(width)x\(height) pixels cannot be held"
    case .sum(let found, let expected): "the runs add up to \(found), expected \(expected)"
    case .character(let offset): "character \(offset + 1) of the counts is not one that COCO writes"
    case .run(let index): "run \(index + 1) of the counts is cut off or out of range"
    }
  }
}

extension Mask {
  /// A mask of run lengths from outside.
  ///
  /// - Parameters:
  ///   - size: the image's.
  ///   - counts: as ``runs``.
  /// - Throws: ``MaskError``.
  public init(size: ImageSize, checking counts: [Int]) throws(MaskError) {
    let pixels = try Self.pixelCount(of: size)
    var sum = 0
    for (index, count) in counts.enumerated() {
      guard count >= 0, count <= pixels - sum else {
        guard count >= 0, count <= pixels else { throw .run(index: index) }
        throw .sum(found: sum + count, expected: pixels)
      }
      sum += count
    }
    guard sum == pixels else { throw .sum(found: sum, expected: pixels) }
    self.init(size: size, runs: counts.map { UInt32($0) })
  }

  /// A mask from COCO's compressed `counts`.
  ///
  /// The corresponding function of pycocotools is `rleFrString`.
  /// - Parameters:
  ///   - size: the image's.
  ///   - compressed: characters 48 to 111, five bits each.
  /// - Throws: ``MaskError``.
  /// - Complexity: O(characters)
  public init(size: ImageSize, compressed: String) throws(MaskError) {
    var counts: [Int] = []
    var (value, shift) = (0, 0)
    for (offset, byte) in compressed.utf8.enumerated() {
      guard (48...111).contains(byte) else { throw .character(offset: offset) }
      guard shift <= 35 else { throw .run(index: counts.count) }
      let bits = Int(byte - 48)
      value |= (bits & 0x1f) << shift
      shift += 5
      guard bits & 0x20 == 0 else { continue }
      if bits & 0x10 != 0 { value |= -1 << shift }
      if counts.count > 2 { value += counts[counts.count - 2] }
      counts.append(value)
      (value, shift) = (0, 0)
    }
    guard shift == 0 else { throw .run(index: counts.count) }
    try self.init(size: size, checking: counts)
  }

  /// COCO's compressed `counts`.
  ///
  /// Each run, less the one two before it from the fourth on, in groups of five bits from the
  /// lowest. The corresponding function of pycocotools is `rleToString`.
  /// - Complexity: O(runs)
  public var compressed: String {
    var bytes: [UInt8] = []
    for index in runs.indices {
      var value = Int(runs[index])
      if index > 2 { value -= Int(runs[index - 2]) }
      var isLast = false
      while !isLast {
        let bits = UInt8(value & 0x1f)
        value >>= 5
        isLast = bits & 0x10 != 0 ? value == -1 : value == 0
        bytes.append(48 + (isLast ? bits : bits | 0x20))
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A mask of the pixels that are not 0.
  ///
  /// - Parameters:
  ///   - size: the image's.
  ///   - rows: `width * height` bytes, row by row from the top.
  /// - Precondition: there are as many bytes as pixels.
  public init(size: ImageSize, rows: [UInt8]) {
    precondition(
      rows.count == size.width * size.height,
      "\(rows.count) bytes, expected \(size.width) * \(size.height)")
    var runs: [UInt32] = []
    var (isSet, length) = (false, UInt32(0))
    for column in 0..<size.width {
      for row in 0..<size.height {
        if (rows[row * size.width + column] != 0) != isSet {
          runs.append(length)
          (isSet, length) = (!isSet, 0)
        }
        length += 1
      }
    }
    runs.append(length)
    self.init(size: size, runs: runs)
  }

  /// `width * height` bytes, row by row from the top, 1 where a pixel is set.
  public var rows: [UInt8] {
    var rows = [UInt8](repeating: 0, count: size.width * size.height)
    var start = 0
    for (index, run) in runs.enumerated() {
      if index % 2 == 1 {
        for pixel in start..<start + Int(run) {
          rows[pixel % size.height * size.width + pixel / size.height] = 1
        }
      }
      start += Int(run)
    }
    return rows
  }

  private static func pixelCount(of size: ImageSize) throws(MaskError) -> Int {
    let (pixels, overflows) = size.width.multipliedReportingOverflow(by: size.height)
    guard size.width >= 0, size.height >= 0, !overflows, pixels <= Int(UInt32.max) else {
      throw .size(width: size.width, height: size.height)
    }
    return pixels
  }
}
