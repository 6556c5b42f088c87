/// How many colours a terminal's text can have.
public enum TextColours: Int, Comparable, Sendable {
  case none = 2
  /// The eight of ECMA-48, which each user sets to taste.
  case eight = 8
  /// The same with a bright variant of each.
  case sixteen = 16
  /// xterm's 256.
  case indexed = 256
  /// 24 bits.
  case direct = 16_777_216

  /// The most that `count` colours allow.
  public init(count: Int) {
    let all: [TextColours] = [.direct, .indexed, .sixteen, .eight]
    self = all.first { count >= $0.rawValue } ?? .none
  }

  public static func < (left: TextColours, right: TextColours) -> Bool {
    left.rawValue < right.rawValue
  }
}
