import EmendCore
import Foundation

extension Timestamp {
  /// The clock on the wall; the core takes it as a value.
  static var now: Timestamp {
    Timestamp(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
  }
}
