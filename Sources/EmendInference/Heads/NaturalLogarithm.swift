import Glibc

extension Double {
  /// The corresponding C function is `log`.
  var naturalLogarithm: Double { log(self) }
}
