/// A visible character for each byte, as GPT-2's vocabularies spell their tokens.
///
/// Source: `bytes_to_unicode` of OpenAI's GPT-2.
enum ByteAlphabet {
  /// The characters, by byte.
  static let scalars: [Unicode.Scalar] = {
    var free: UInt32 = 0x100
    return (0...255).map { (byte: UInt8) in
      switch byte {
      case 0x21...0x7e, 0xa1...0xac, 0xae...0xff: return Unicode.Scalar(byte)
      default:
        defer { free += 1 }
        return Unicode.Scalar(free) ?? " "
      }
    }
  }()

  private static let bytes: [Unicode.Scalar: UInt8] = Dictionary(
    uniqueKeysWithValues: scalars.enumerated().map { ($1, UInt8($0)) })

  static func spelt(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
    String(String.UnicodeScalarView(text)).utf8.map { scalars[Int($0)] }
  }

  /// The bytes that a token spells; those of its own text where it holds another character.
  static func bytes(of token: [UInt8]) -> [UInt8] {
    let scalars = String(decoding: token, as: UTF8.self).unicodeScalars
    let spelt = scalars.compactMap { bytes[$0] }
    return spelt.count == scalars.count ? spelt : token
  }
}
