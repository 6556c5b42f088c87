/// A 128-bit identifier, written as a UUID.
///
/// Made from values alone, so that a replayed session makes the same ones.
public struct UniqueID: Hashable, Comparable, Sendable {
  public var high: UInt64
  public var low: UInt64

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  /// A UUID of version 7 (RFC 9562, 5.7): it sorts by time, then by `sequence`.
  ///
  /// - Parameters:
  ///   - time: the moment it names, to the millisecond.
  ///   - sequence: counts up within one session; its low 12 bits follow the time.
  ///   - session: 62 random bits of the session, which keep sessions apart.
  public init(version7At time: Timestamp, sequence: UInt64, session: UInt64) {
    high = UInt64(bitPattern: time.milliseconds) << 16 | 0x7000 | sequence & 0xfff
    // What the 12 bits cannot hold is folded into the random part, so that no two are equal.
    low = 0x8000_0000_0000_0000 | (session &+ sequence >> 12) & 0x3fff_ffff_ffff_ffff
  }

  public static func < (left: UniqueID, right: UniqueID) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

extension UniqueID: CustomStringConvertible, LosslessStringConvertible {
  /// Thirty-six characters: `0192f0c1-7a3b-7c00-8000-0000000004d2`.
  public var description: String {
    let digits = Self.hex(high) + Self.hex(low)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if [8, 12, 16, 20].contains(index) { text.append("-") }
      text.append(digit)
    }
    return text
  }

  public init?(_ description: String) {
    let digits = description.filter { $0 != "-" }
    guard digits.count == 32, let high = UInt64(digits.prefix(16), radix: 16),
      let low = UInt64(digits.suffix(16), radix: 16)
    else { return nil }
    self.init(high: high, low: low)
  }

  private static func hex(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

/// A moment, in milliseconds since 1970 (UTC).
public struct Timestamp: Hashable, Comparable, Sendable {
  public var milliseconds: Int64

  public init(milliseconds: Int64) { self.milliseconds = milliseconds }

  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.milliseconds < right.milliseconds
  }
}

/// The row of one image in its project.
public struct ImageID: Hashable, Comparable, Sendable {
  public var rawValue: Int64
  public init(_ rawValue: Int64) { self.rawValue = rawValue }
  public static func < (left: ImageID, right: ImageID) -> Bool { left.rawValue < right.rawValue }
}

/// The index of a label, from 0; it never changes.
public struct LabelID: Hashable, Comparable, Sendable {
  public var rawValue: Int
  public init(_ rawValue: Int) { self.rawValue = rawValue }
  public static func < (left: LabelID, right: LabelID) -> Bool { left.rawValue < right.rawValue }
}

/// The row of one registered model file.
public struct ModelVersionID: Hashable, Comparable, Sendable {
  public var rawValue: Int64
  public init(_ rawValue: Int64) { self.rawValue = rawValue }
  public static func < (left: ModelVersionID, right: ModelVersionID) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// The row of one object that a model version predicted.
public struct PredictedObjectID: Hashable, Comparable, Sendable {
  public var rawValue: Int64
  public init(_ rawValue: Int64) { self.rawValue = rawValue }
  public static func < (left: PredictedObjectID, right: PredictedObjectID) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// One object of the truth.
public struct ObjectID: Hashable, Comparable, Sendable {
  public var rawValue: UniqueID
  public init(_ rawValue: UniqueID) { self.rawValue = rawValue }

  /// The object that a predicted one becomes when it is decided on.
  ///
  /// It follows from the prediction alone, so two reviewers who decide on one prediction at the
  /// same time meet in one row and the second is told.
  public init(predicted: PredictedObjectID) {
    let row = UInt64(bitPattern: predicted.rawValue)
    // A UUID of version 8 (RFC 9562, 5.8: bits of our own choice).
    rawValue = UniqueID(high: 0x8000, low: 0x8000_0000_0000_0000 | row)
  }

  public static func < (left: ObjectID, right: ObjectID) -> Bool { left.rawValue < right.rawValue }
}

/// One decision in the log.
public struct DecisionID: Hashable, Comparable, Sendable {
  public var rawValue: UniqueID
  public init(_ rawValue: UniqueID) { self.rawValue = rawValue }
  public static func < (left: DecisionID, right: DecisionID) -> Bool {
    left.rawValue < right.rawValue
  }
}
