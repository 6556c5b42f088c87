/// What ONNX Runtime answered instead of success, in its own words.
struct OrtFailure: Error, CustomStringConvertible, Sendable {
  /// ONNX Runtime's `OrtErrorCode`: 3 is no such file, 7 an invalid protobuf.
  let code: Int32
  let description: String
}
