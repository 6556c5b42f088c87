import EmendCore
import Foundation

/// A terminal that knows kitty's graphics protocol and nothing else.
struct KittyScreen {
  let cell: ImageSize
  let width: Int
  let height: Int
  private(set) var images: [Int: PalettePNG] = [:]
  private(set) var placements: [Int: Placement] = [:]
  /// How many images were sent, and how many were only moved.
  private(set) var (sent, moved) = (0, 0)
  private var cursor = (column: 0, row: 0)
  private var loading: (keys: [String: String], text: String)?

  struct Placement {
    var x: Int
    var y: Int
    var z: Int
  }

  init(columns: Int, rows: Int, cell: ImageSize) {
    (self.cell, width, height) = (cell, columns * cell.width, rows * cell.height)
  }

  /// - Returns: false for what a terminal would not take.
  mutating func write(_ bytes: [UInt8]) -> Bool {
    var rest = String(decoding: bytes, as: UTF8.self)[...]
    while !rest.isEmpty {
      if rest.hasPrefix("\u{1b}_G"), let end = rest.range(of: "\u{1b}\\") {
        guard command(String(rest.dropFirst(3)[..<end.lowerBound])) else { return false }
        rest = rest[end.upperBound...]
      } else if rest.hasPrefix("\u{1b}["), let end = rest.firstIndex(of: "H") {
        let numbers = rest.dropFirst(2)[..<end].split(separator: ";").compactMap { Int($0) }
        guard numbers.count == 2 else { return false }
        cursor = (numbers[1] - 1, numbers[0] - 1)
        rest = rest[rest.index(after: end)...]
      } else {
        return false
      }
    }
    return loading == nil
  }

  private mutating func command(_ command: String) -> Bool {
    guard command.utf8.count <= 4096 + 128 else { return false }
    let parts = command.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
    var keys: [String: String] = [:]
    for pair in parts[0].split(separator: ",") {
      let (key, value) = (pair.prefix { $0 != "=" }, pair.drop { $0 != "=" }.dropFirst())
      keys[String(key)] = String(value)
    }
    guard keys["q"] == "2" else { return false }
    let text = parts.count > 1 ? String(parts[1]) : ""
    guard text.utf8.count <= 4096 else { return false }
    if let begun = loading {
      guard Set(keys.keys).isSubset(of: ["m", "q"]) else { return false }
      loading = (begun.keys, begun.text + text)
    } else {
      loading = (keys, text)
    }
    if keys["m"] == "1" { return text.utf8.count % 4 == 0 }
    guard let whole = loading else { return false }
    loading = nil
    return carryOut(whole.keys, whole.text)
  }

  private mutating func carryOut(_ keys: [String: String], _ text: String) -> Bool {
    guard let id = keys["i"].flatMap({ Int($0) }), id > 0 else { return false }
    switch keys["a"] {
    case "T":
      guard keys["f"] == "100", let file = Data(base64Encoded: text),
        let image = PalettePNG(Array(file))
      else { return false }
      images[id] = image
      sent += 1
      return place(id, keys)
    case "p":
      moved += 1
      return place(id, keys)
    case "d":
      guard keys["d"] == "I" else { return false }
      images[id] = nil
      placements[id] = nil
      return true
    default: return false
    }
  }

  private mutating func place(_ id: Int, _ keys: [String: String]) -> Bool {
    func number(_ key: String) -> Int { keys[key].flatMap { Int($0) } ?? 0 }
    guard images[id] != nil, keys["p"] == "1", keys["C"] == "1", number("X") < cell.width,
      number("Y") < cell.height
    else { return false }
    placements[id] = Placement(
      x: cursor.column * cell.width + number("X"), y: cursor.row * cell.height + number("Y"),
      z: number("z"))
    return true
  }

  /// What the window shows; nil where there is no image.
  var pixels: [Colour?] {
    var pixels = [Colour?](repeating: nil, count: width * height)
    let order = placements.sorted { ($0.value.z, $0.key) < ($1.value.z, $1.key) }
    for (id, placement) in order {
      guard let image = images[id] else { continue }
      for y in 0..<image.height where placement.y + y < height {
        for x in 0..<image.width where placement.x + x < width {
          guard let colour = image.pixels[y * image.width + x] else { continue }
          pixels[(placement.y + y) * width + placement.x + x] = colour
        }
      }
    }
    return pixels
  }
}
