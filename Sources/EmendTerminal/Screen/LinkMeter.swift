/// How fast a terminal takes pictures, from the time that it needed for the last ones.
///
/// A frame takes a round trip and its transmission; small frames tell the one, large ones the
/// other.
public struct LinkMeter: Equatable, Sendable {
  /// The shortest time from a first byte to an answer, in seconds.
  private var roundTrip: Double
  /// Nil until a frame was large enough to tell.
  public private(set) var bytesPerSecond: Double?

  /// Frames from this size on take long enough to be timed: 4 ms at 100 Mbit/s.
  static let tellingSize = 50_000

  /// - Parameter roundTrip: of the first questions, in seconds.
  public init(roundTrip: Double) { self.roundTrip = roundTrip }

  /// Takes in one frame, from its first byte written to the terminal's answer.
  public mutating func note(bytes: Int, seconds: Double) {
    roundTrip = min(roundTrip, max(0, seconds))
    guard bytes >= Self.tellingSize else { return }
    // A terminal on the same machine answers in less than any clock tells apart.
    let rate = Double(bytes) / max(0.001, seconds - roundTrip)
    bytesPerSecond = bytesPerSecond.map { ($0 + rate) / 2 } ?? rate
  }

  /// How many bytes arrive within `seconds` after the round trip.
  ///
  /// Where nothing was timed yet, a link with a round trip below 4 ms is taken for a local one, and
  /// any other for one of 1 MB/s: it is better to show a coarse picture first than nothing.
  public func bytes(within seconds: Double) -> Int {
    if let bytesPerSecond { return Int(min(bytesPerSecond * seconds, 1e12)) }
    return roundTrip < 0.004 ? Int.max : Int(1_000_000 * seconds)
  }
}
