/// Appends bytes as base64 (RFC 4648, section 4).
///
/// - Complexity: O(bytes)
func appendBase64(_ bytes: ArraySlice<UInt8>, to text: inout [UInt8]) {
  let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  text.reserveCapacity(text.count + (bytes.count + 2) / 3 * 4)
  var index = bytes.startIndex
  while index < bytes.endIndex {
    let left = bytes.endIndex - index
    let second = left > 1 ? bytes[index + 1] : 0
    let third = left > 2 ? bytes[index + 2] : 0
    let group = Int(bytes[index]) << 16 | Int(second) << 8 | Int(third)
    text.append(digits[group >> 18])
    text.append(digits[group >> 12 & 63])
    text.append(left > 1 ? digits[group >> 6 & 63] : UInt8(ascii: "="))
    text.append(left > 2 ? digits[group & 63] : UInt8(ascii: "="))
    index += min(3, left)
  }
}
