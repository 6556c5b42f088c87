public import EmendCore

/// What pictures of one scene have in common in their paths, so that a split never parts them.
///
/// The key follows from one path alone. Nothing that is added later can change it, and so an
/// image never changes sides. It is the folder with the file's stem, after these steps:
///
/// 1. The ending (`.jpg`) goes, and then, as often as there is one, a mark of a copy or of an
///    augmentation: ` (2)`, `-copy`, `_copy2`, ` - Copy (3)`, `~1`, `_aug3`, `-flip`, `_rot90`,
///    `_crop2`, `.rf.0a1b2c…` (Roboflow's) and the like.
/// 2. A number at the end goes when it counts the frames of a recording. It does when the rest
///    of the stem has a word for one (`clip_000123`, `cam2_000123`; see `recordings`) or another
///    number that tells recordings apart (`part7_0003`, `2026-11-03_000123`), or when the stem is
///    only that number and its folder has such a word (`video7/000123`).
/// 3. Any other number stays: `plate_00001` and `plate_00002` are pictures on their own, as are
///    `IMG_1234`, `000000123456` (COCO) and `2007_000123` (VOC: a year tells no recordings apart).
///
/// Whoever names the frames of a video like single pictures can part them by a folder with such a
/// word in its name. Capital letters and small ones are told apart in the key and not in words.
public struct GroupKey: Hashable, Sendable {
  /// Of the folder and what is left of the stem.
  public let bytes: [UInt8]

  /// - Complexity: O(bytes of the path)
  public init(_ path: ImagePath) {
    let slash = path.bytes.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    let folder = path.bytes[..<slash]
    var stem = path.bytes[slash...]
    if let dot = stem.lastIndex(of: UInt8(ascii: ".")), dot > slash { stem = stem[..<dot] }
    while let shorter = Self.withoutMark(stem) { stem = shorter }
    bytes = Array(folder + Self.withoutFrame(stem, in: folder))
  }

  /// Words for things of which frames are taken, with or without a number after them.
  static let recordings: Set<String> = [
    "cam", "camera", "clip", "drive", "footage", "frame", "frames", "movie", "rec", "recording",
    "scene", "seq", "sequence", "shot", "stream", "take", "track", "vid", "video",
  ]

  /// Words that mark a copy of a picture, with or without a number after them.
  static let copies: Set<String> = [
    "aug", "augmented", "blur", "bright", "copy", "crop", "dark", "dup", "duplicate", "edited",
    "flip", "flipped", "hflip", "jpg", "jpeg", "mirror", "noise", "png", "rot", "rotated", "scaled",
    "vflip",
  ]

  /// The stem without its last mark; nil when it has none, or is nothing else.
  private static func withoutMark(_ stem: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    withoutBracketed(stem) ?? withoutRoboflow(stem) ?? withoutTilde(stem) ?? withoutWord(stem)
  }

  /// `IMG_1234 (2)` without ` (2)`.
  private static func withoutBracketed(_ stem: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard stem.last == UInt8(ascii: ")") else { return nil }
    let inner = stem.dropLast()
    let digits = inner.trailing(where: \.isDigit)
    let rest = inner.dropLast(digits.count)
    guard !digits.isEmpty, rest.last == UInt8(ascii: "(") else { return nil }
    return nonempty(rest.dropLast().droppingTrailing(where: \.isSeparator))
  }

  /// `a_jpg.rf.0a1b2c` without `.rf.0a1b2c`.
  private static func withoutRoboflow(_ stem: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let digest = stem.trailing(where: \.isHexadecimal)
    let rest = stem.dropLast(digest.count)
    guard digest.count >= 6, rest.suffix(4).elementsEqual(".rf.".utf8) else { return nil }
    return nonempty(rest.dropLast(4))
  }

  /// `a~2` without `~2`.
  private static func withoutTilde(_ stem: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let rest = stem.droppingTrailing(where: \.isDigit)
    guard rest.last == UInt8(ascii: "~") else { return nil }
    return nonempty(rest.dropLast())
  }

  /// `a-copy 2` or `a_aug3` without the last word, its number and what parts them from the rest.
  private static func withoutWord(_ stem: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    let digits = stem.trailing(where: \.isDigit)
    var rest = stem.dropLast(digits.count)
    if !digits.isEmpty { rest = rest.droppingTrailing(where: \.isSeparator) }
    let word = rest.trailing(where: \.isLetter)
    let before = rest.dropLast(word.count)
    guard copies.contains(lowercased(word)), before.last?.isSeparator == true else { return nil }
    return nonempty(before.droppingTrailing(where: \.isSeparator))
  }

  private static func nonempty(_ stem: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    stem.isEmpty ? nil : stem
  }

  /// The stem without its frame's number, where it has one.
  private static func withoutFrame(
    _ stem: ArraySlice<UInt8>, in folder: ArraySlice<UInt8>
  ) -> ArraySlice<UInt8> {
    let rest = stem.droppingTrailing(where: \.isDigit)
    guard rest.count < stem.count else { return stem }
    let folderName = folder.dropLast().trailing { $0 != UInt8(ascii: "/") }
    let isFrame =
      rest.isEmpty ? namesRecording(folderName) : namesRecording(rest) || hasNumber(rest)
    return isFrame ? rest : stem
  }

  private static func namesRecording(_ text: ArraySlice<UInt8>) -> Bool {
    text.split { !$0.isLetter }.contains { recordings.contains(lowercased($0)) }
  }

  /// Whether the text holds a number besides a year.
  private static func hasNumber(_ text: ArraySlice<UInt8>) -> Bool {
    let numbers = text.split { !$0.isDigit }
    guard let first = numbers.first else { return false }
    let isYear =
      first.count == 4 && (first.starts(with: "19".utf8) || first.starts(with: "20".utf8))
    return numbers.count > 1 || !isYear
  }

  private static func lowercased(_ word: ArraySlice<UInt8>) -> String {
    String(decoding: word, as: UTF8.self).lowercased()
  }
}

extension ArraySlice<UInt8> {
  fileprivate func trailing(where isPart: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    suffix(from: endIndex - reversed().prefix(while: isPart).count)
  }

  fileprivate func droppingTrailing(where isPart: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    dropLast(trailing(where: isPart).count)
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

  fileprivate var isLetter: Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
  }

  fileprivate var isHexadecimal: Bool {
    isDigit || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(self)
  }

  fileprivate var isSeparator: Bool { " _-.".utf8.contains(self) }
}
