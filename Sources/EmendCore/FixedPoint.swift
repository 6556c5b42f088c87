/// Numbers with a fixed count of decimals, as every screen and table shows them.
public enum FixedPoint {
  /// `value` with `decimals` of 0 to 6, rounded half away from 0: "0.48", "-0.008".
  ///
  /// Never "-0.000"; "-" for what is no number and for 10¹² and more.
  public static func text(_ value: Double, decimals: Int) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "-" }
    let scale = (0..<decimals).reduce(1) { scale, _ in scale * 10 }
    let whole = Int((abs(value) * Double(scale)).rounded())
    let fraction = String(whole % scale)
    let zeros = String(repeating: "0", count: max(0, decimals - fraction.count))
    let sign = value < 0 && whole > 0 ? "-" : ""
    return "\(sign)\(whole / scale)" + (decimals > 0 ? ".\(zeros)\(fraction)" : "")
  }
}
