import EmendCore

/// Rows of text in columns, for results on standard output.
struct Table {
  private var rows: [[String]]

  init(_ headings: [String]) { rows = [headings] }

  mutating func add(_ row: [String]) { rows.append(row.map(SafeText.display)) }

  /// Columns are as wide as their widest cell; numbers stand at the right.
  var text: String {
    let widths = (rows.first ?? []).indices.map { column in
      rows.map { $0[column].count }.max() ?? 0
    }
    return rows.map { row in
      let cells = zip(row, widths).map(Self.cell)
      var line = cells.joined(separator: "  ")
      while line.last == " " { line.removeLast() }
      return line
    }.joined(separator: "\n")
  }

  private static func cell(_ text: String, width: Int) -> String {
    let pad = String(repeating: " ", count: max(0, width - text.count))
    let isNumber = Double(text) != nil || text == "-"
    return isNumber ? pad + text : text + pad
  }
}
