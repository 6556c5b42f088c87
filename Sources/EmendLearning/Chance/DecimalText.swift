extension Double {
  /// The number with a fixed count of decimals, rounded to nearest: "0.48", "-0.008".
  ///
  /// Never "-0.000". For at most 6 decimals; from 10⁹ on, and where it is not a number, as Swift
  /// writes it.
  func text(decimals: Int) -> String {
    guard abs(self) < 1e9 else { return description }
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int((self * Double(scale)).rounded())
    let fraction = String(scaled.magnitude % UInt(scale))
    let zeros = String(repeating: "0", count: decimals - fraction.count)
    return "\(scaled < 0 ? "-" : "")\(scaled.magnitude / UInt(scale)).\(zeros)\(fraction)"
  }
}
