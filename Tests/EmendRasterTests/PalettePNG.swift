import EmendCore

/// A palette PNG as another program reads it.
struct PalettePNG {
  let width: Int
  let height: Int
  let depth: Int
  let colours: [Colour]
  /// Nil where the picture is clear.
  let pixels: [Colour?]

  /// Nil for what is no whole palette PNG without interlacing and filters.
  init?(_ file: [UInt8]) {
    let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
    guard file.starts(with: signature) else { return nil }
    var chunks: [String: [UInt8]] = [:]
    var place = signature.count
    while place + 12 <= file.count {
      let count = Self.number(file[place..<place + 4])
      guard place + 12 + count <= file.count else { return nil }
      let name = String(decoding: file[place + 4..<place + 8], as: UTF8.self)
      chunks[name, default: []] += file[place + 8..<place + 8 + count]
      place += 12 + count
    }
    guard place == file.count, chunks["IEND"] != nil, let header = chunks["IHDR"],
      header.count == 13, header[9] == 3, Array(header[10...]) == [0, 0, 0],
      let palette = chunks["PLTE"], let data = chunks["IDAT"],
      let rows = Inflate(data)?.output
    else { return nil }
    (width, height) = (Self.number(header[0..<4]), Self.number(header[4..<8]))
    depth = Int(header[8])
    let colours = stride(from: 0, to: palette.count, by: 3).map {
      Colour(red: palette[$0], green: palette[$0 + 1], blue: palette[$0 + 2])
    }
    let clear = chunks["tRNS"] ?? []
    let pitch = (width * depth + 7) / 8 + 1
    guard rows.count == pitch * height else { return nil }
    var pixels: [Colour?] = []
    for y in 0..<height {
      guard rows[y * pitch] == 0 else { return nil }
      for x in 0..<width {
        let byte = rows[y * pitch + 1 + x * depth / 8]
        let number = Int(byte) >> (8 - depth - x * depth % 8) & (1 << depth - 1)
        guard number < colours.count else { return nil }
        pixels.append(number < clear.count && clear[number] == 0 ? nil : colours[number])
      }
    }
    (self.colours, self.pixels) = (colours, pixels)
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 << 8 | Int($1) }
  }
}
