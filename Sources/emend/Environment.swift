import Foundation

/// The environment's variables.
enum Environment {
  static subscript(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }

  static var all: [String: String] { ProcessInfo.processInfo.environment }
}
