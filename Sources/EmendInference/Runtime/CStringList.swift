import Glibc

/// Copies of some strings as C wants them: an array of pointers.
struct CStringList: ~Copyable {
  private let copies: UnsafeMutableBufferPointer<UnsafePointer<CChar>?>

  init(_ strings: [String]) {
    copies = .allocate(capacity: strings.count)
    _ = copies.initialize(from: strings.map { UnsafePointer(strdup($0)) })
  }

  deinit {
    for copy in copies { free(UnsafeMutablePointer(mutating: copy)) }
    copies.deallocate()
  }

  /// Calls `body` with the array and its length; both are valid during the call.
  func withPointers<Result>(
    _ body: (UnsafePointer<UnsafePointer<CChar>?>?, Int) -> Result
  ) -> Result {
    body(UnsafePointer(copies.baseAddress), copies.count)
  }
}

/// A provider's options as C wants them: two arrays of one length.
struct CStringPairs: ~Copyable {
  private let keys: CStringList
  private let values: CStringList

  init(_ pairs: [String: String]) {
    let sorted = pairs.sorted { $0.key < $1.key }
    keys = CStringList(sorted.map(\.key))
    values = CStringList(sorted.map(\.value))
  }

  /// Calls `body` with the keys, the values and their number; they are valid during the call.
  func withPointers<Result>(
    _ body: (
      UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<UnsafePointer<CChar>?>?, Int
    ) -> Result
  ) -> Result {
    keys.withPointers { keys, count in
      values.withPointers { values, _ in body(keys, values, count) }
    }
  }
}
