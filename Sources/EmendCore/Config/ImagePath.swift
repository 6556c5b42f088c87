/// A path of any bytes, as Linux has them, and its two forms as text.
public struct ImagePath: Hashable, Sendable {
  public var bytes: [UInt8]

  public init(bytes: [UInt8]) { self.bytes = bytes }
  public init(_ text: String) { bytes = Array(text.utf8) }

  /// Text that holds every byte: what is not UTF-8 and each backslash become `\xHH`.
  ///
  /// `init(encoded:)` reads it back. The project file keeps this form.
  public var encoded: String {
    Self.text(bytes) { $0 == "\\" }
  }

  /// Fit for a terminal: as `encoded`, with control characters written as `\xHH` too.
  public var display: String {
    Self.text(bytes) { $0 == "\\" || SafeText.isHarmful($0) }
  }

  /// - Parameter encoded: text made by ``encoded`` or ``display``.
  public init(encoded: String) {
    var bytes: [UInt8] = []
    var rest = encoded.utf8[...]
    while let first = rest.first {
      if first == UInt8(ascii: "\\"), rest.dropFirst().first == UInt8(ascii: "x"),
        let value = UInt8(String(decoding: rest.dropFirst(2).prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(4)
      } else {
        bytes.append(first)
        rest = rest.dropFirst()
      }
    }
    self.bytes = bytes
  }

  /// The text of `bytes`, with each scalar for which `escapes` answers true written as `\xHH`.
  private static func text(_ bytes: [UInt8], escapes: (Unicode.Scalar) -> Bool) -> String {
    var decoder = Unicode.UTF8.ForwardParser()
    var source = bytes.makeIterator()
    var (text, read) = ("", 0)
    while true {
      switch decoder.parseScalar(from: &source) {
      case .valid(let encoded):
        read += encoded.count
        let scalar = Unicode.UTF8.decode(encoded)
        if escapes(scalar) {
          for byte in encoded { text += SafeText.hex(byte) }
        } else {
          text.unicodeScalars.append(scalar)
        }
      case .error(let length):
        for byte in bytes[read..<read + length] { text += SafeText.hex(byte) }
        read += length
      case .emptyInput: return text
      }
    }
  }
}
