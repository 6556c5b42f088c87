import EmendFormats
import EmendLearning

extension ModelComparison {
  var json: JSONValue {
    .object([
      .init("map50", meanAveragePrecision50.json),
      .init("map50_95", meanAveragePrecision50to95.json),
    ])
  }
}

extension BootstrapComparison {
  fileprivate var json: JSONValue {
    .object([
      .init("difference", .number(difference)), .init("low", .number(low)),
      .init("high", .number(high)), .init("verdict", .string(verdict.rawValue)),
    ])
  }
}
