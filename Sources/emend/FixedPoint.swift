/// Numbers with a fixed count of decimals.
enum FixedPoint {
  /// Rounded half up; "-" for what is no number.
  static func text(_ value: Double, decimals: Int) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "-" }
    let scale = (0..<decimals).reduce(1) { value, _ in value * 10 }
    let whole = Int((abs(value) * Double(scale)).rounded())
    let fraction = String(whole % scale)
    let zeros = String(repeating: "0", count: max(0, decimals - fraction.count))
    let sign = value < 0 && whole > 0 ? "-" : ""
    return "\(sign)\(whole / scale)" + (decimals > 0 ? ".\(zeros)\(fraction)" : "")
  }
}
