import EmendCore
import EmendFormats
import EmendLearning
import EmendRaster

/// How well a model labels whole images, as text, JSON and a plot.
struct LabelReport {
  let model: String
  let split: String
  let accuracy: LabelAccuracy
  /// Images that the truth gives no label.
  let unlabelled: Int
  let labels: [Label]

  var text: String {
    var lines = [
      "\(model) on \(Words.count(accuracy.imageCount, "labelled image")) of \(split):",
      "accuracy \(number(accuracy.accuracy))   (\(accuracy.correctCount) of "
        + "\(accuracy.imageCount) labels are right)",
    ]
    if unlabelled > 0 {
      lines.append("\(Words.count(unlabelled, "image")) without a label left out")
    }
    lines += ["", labelTable.text, "", "confusion (rows: predicted, columns: true):"]
    lines.append(confusionTable.text)
    return lines.joined(separator: "\n")
  }

  private var labelTable: Table {
    var table = Table(["label", "truth", "precision", "recall"])
    for label in labels {
      table.add([
        label.name, "\(accuracy.truthCount(of: label.id))",
        number(accuracy.precision(of: label.id)), number(accuracy.recall(of: label.id)),
      ])
    }
    return table
  }

  private var names: [String] { labels.map(\.name) + ["nothing"] }

  private var confusionTable: Table {
    var table = Table([""] + names)
    for (name, row) in zip(names, accuracy.confusion.rows) {
      table.add([name] + row.map(String.init))
    }
    return table
  }

  private func number(_ value: Double?) -> String {
    value.map { FixedPoint.text($0, decimals: 3) } ?? "-"
  }

  /// The confusion matrix, columns what is true.
  func matrix(width: Int, height: Int, colours: PlotColours = .dark) -> PlotDrawing {
    MatrixPlot(title: "\(model): confusion", names: names, counts: accuracy.confusion.rows)
      .drawing(width: width, height: height, colours: colours)
  }

  var json: JSONValue {
    func value(_ number: Double?) -> JSONValue { number.map { .number($0) } ?? .null }
    let perLabel = labels.map { label in
      JSONValue.Member(
        label.name,
        .object([
          .init("truth", .number(accuracy.truthCount(of: label.id))),
          .init("precision", value(accuracy.precision(of: label.id))),
          .init("recall", value(accuracy.recall(of: label.id))),
        ]))
    }
    return .object([
      .init("model", .string(model)), .init("split", .string(split)),
      .init("images", .number(accuracy.imageCount)), .init("unlabelled", .number(unlabelled)),
      .init("accuracy", value(accuracy.accuracy)), .init("labels", .object(perLabel)),
      .init(
        "confusion",
        .array(accuracy.confusion.rows.map { .array($0.map { .number($0) }) })),
    ])
  }
}
