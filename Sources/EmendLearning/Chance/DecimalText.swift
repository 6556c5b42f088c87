extension Double {
  /// The number with a fixed count of decimals, rounded to nearest: "0.48", "-0.008".
  ///
  /// Never "-0.000". For numbers below 10⁹ and at most 6 decimals.
  func text(decimals: Int) -> String {
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int((self * Double(scale)).rounded())
    let fraction = String(scaled.magnitude % UInt(scale))
    let zeros = String(repeating: "0", count: decimals - fraction.count)
    return "\(scaled < 0 ? "-" : "")\(scaled.magnitude / UInt(scale)).\(zeros)\(fraction)"
  }
}
