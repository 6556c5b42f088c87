import EmendCore
import EmendFormats
import EmendLearning
import EmendRaster

/// A model's measures on a split, as text, JSON and plots.
struct EvaluationReport {
  let model: String
  let split: String
  let evaluation: Evaluation
  let confusion: ConfusionMatrix
  let labels: [Label]
  let theme: Theme

  var text: String {
    var lines = [
      "\(model) on \(Words.count(evaluation.imageCount, "image")) of \(split):",
      "mAP50-95 \(number(evaluation.meanAveragePrecision50to95))   mAP50 "
        + "\(number(evaluation.meanAveragePrecision50))   mAP75 "
        + number(evaluation.meanAveragePrecision75),
      "small \(number(evaluation.meanAveragePrecisionSmall))   medium "
        + "\(number(evaluation.meanAveragePrecisionMedium))   large "
        + "\(number(evaluation.meanAveragePrecisionLarge))   (mAP50-95 by size)",
      "", labelTable.text, "",
    ]
    lines.append("confusion at score 0.25 (rows: predicted, columns: true):")
    lines.append(confusionTable.text)
    return lines.joined(separator: "\n")
  }

  private func number(_ value: Double?) -> String {
    value.map { FixedPoint.text($0, decimals: 3) } ?? "-"
  }

  private var measured: [(label: Label, evaluation: LabelEvaluation)] {
    labels.compactMap { label in evaluation.perLabel[label.id].map { (label, $0) } }
  }

  private var labelTable: Table {
    var table = Table([
      "label", "truth", "AP50", "AP50-95", "best F1", "at score", "precision", "recall",
    ])
    for (label, measures) in measured {
      table.add([
        label.name, "\(measures.truthCount)", number(measures.averagePrecision50),
        number(measures.averagePrecision50to95), number(measures.bestF1?.f1),
        number(measures.bestF1?.score), number(measures.bestF1?.precision),
        number(measures.bestF1?.recall),
      ])
    }
    return table
  }

  private var names: [String] { labels.map(\.name) + ["nothing"] }

  private var confusionTable: Table {
    var table = Table([""] + names)
    for (name, row) in zip(names, confusion.rows) { table.add([name] + row.map(String.init)) }
    return table
  }

  /// Precision over recall at an overlap of 0.5, a line a label.
  func curves(width: Int, height: Int, colours: PlotColours = .dark) -> PlotDrawing {
    let series = measured.map { label, measures in
      LinePlot.Series(
        name: "\(label.name) \(number(measures.averagePrecision50))",
        colour: theme.colour(of: label.id),
        points: measures.curve.map { ImagePoint(x: $0.recall, y: $0.precision) })
    }
    return LinePlot(
      title: "\(model): mAP50 \(number(evaluation.meanAveragePrecision50))", xTitle: "recall",
      yTitle: "precision", series: series
    ).drawing(width: width, height: height, colours: colours)
  }

  /// The confusion matrix, columns what is true.
  func matrix(width: Int, height: Int, colours: PlotColours = .dark) -> PlotDrawing {
    MatrixPlot(title: "\(model): confusion at 0.25", names: names, counts: confusion.rows)
      .drawing(width: width, height: height, colours: colours)
  }

  var json: JSONValue {
    func value(_ number: Double?) -> JSONValue { number.map { .number($0) } ?? .null }
    let perLabel = measured.map { label, measures -> JSONValue.Member in
      .init(
        label.name,
        .object([
          .init("truth", .number(measures.truthCount)),
          .init("ap50", value(measures.averagePrecision50)),
          .init("ap50_95", value(measures.averagePrecision50to95)),
          .init("best_f1", value(measures.bestF1?.f1)),
          .init("best_f1_score", value(measures.bestF1?.score)),
        ]))
    }
    let rows = confusion.rows.map { JSONValue.array($0.map { .number($0) }) }
    return .object([
      .init("model", .string(model)), .init("split", .string(split)),
      .init("images", .number(evaluation.imageCount)),
      .init("map50_95", value(evaluation.meanAveragePrecision50to95)),
      .init("map50", value(evaluation.meanAveragePrecision50)),
      .init("map75", value(evaluation.meanAveragePrecision75)),
      .init("map_small", value(evaluation.meanAveragePrecisionSmall)),
      .init("map_medium", value(evaluation.meanAveragePrecisionMedium)),
      .init("map_large", value(evaluation.meanAveragePrecisionLarge)),
      .init("coco_stats", .array(evaluation.summary.map { .number($0) })),
      .init("labels", .object(perLabel)), .init("confusion", .array(rows)),
    ])
  }
}
