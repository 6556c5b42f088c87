import EmendCore
import Glibc

/// Mask2Former of Hugging Face's transformers, for objects with masks.
struct Mask2FormerFamily: ModelFamily {
  let name = "mask2former"
  let expected =
    "pixel_values; class_queries_logits batch x queries x (labels + 1), and masks_queries_logits "
    + "batch x queries x height x width"

  func recognises(_ facts: ModelFacts) -> Bool {
    facts.output("class_queries_logits") != nil && facts.output("masks_queries_logits") != nil
  }

  func card(of facts: ModelFacts) throws(InferenceError) -> ModelCard {
    guard let logits = facts.output("class_queries_logits"),
      let masks = facts.output("masks_queries_logits")
    else { throw facts.refusal("\(facts.found); expected \(expected)") }
    let labels = try facts.labels()
    let input = try facts.imageInput(beside: ModelFacts.pixelMask)
    let shape = facts.outputs[logits].shape
    if shape.count == 3, let columns = shape[2], columns != labels.count + 1 {
      throw facts.refusal(
        "its class_queries_logits are \(facts.outputs[logits].shapeText); expected "
          + "\(labels.count + 1) columns for \(labels.count) labels and none: name the labels it "
          + "was trained with")
    }
    let size = try facts.size(of: input, named: nil)
    var usual = Preparation(
      size: size, fit: .stretch, resampling: .bilinear, mean: Preparation.imageNetMean,
      deviation: Preparation.imageNetDeviation)
    usual.library = .torch
    var card = ModelCard(
      family: name, purpose: .segment, labels: labels, preparation: facts.notes.preparation(usual),
      input: input, outputs: [logits, masks], version: facts.notes.architecture?.printable ?? "")
    card.feeds = try facts.maskedFeeds()
    return card
  }

  func reader(for card: ModelCard) -> any AnswerReader { Mask2FormerReader(card) }
}

/// As `post_process_instance_segmentation` of transformers 5.23 with binary maps.
///
/// A query's score is its label's share times the mean of its mask's certainty, and masks go
/// through 384 x 384 pixels whatever the input's size.
private final class Mask2FormerReader: AnswerReader {
  private static let side = 384
  private let card: ModelCard
  private var enlarged = Scratch<Float>()

  init(_ card: ModelCard) { self.card = card }

  func answer(
    _ tensors: [FloatTensor], _ placement: Placement, _ settings: PredictionSettings
  ) throws(InferenceError) -> Answer {
    let (logits, maps) = (tensors[0], tensors[1])
    let columns = card.labels.count + 1
    guard logits.shape.count == 2, logits.shape[1] == columns, maps.shape.count == 3,
      maps.shape[0] == logits.shape[0]
    else { throw .misfit(tensors, card) }
    let thresholds = settings.thresholds(labelCount: card.labels.count)
    var found: [Detection] = []
    for (query, label, shares) in best(logits) where shares[label] > thresholds[label] {
      let map = enlarge(maps.image(query))
      let score = shares[label] * certainty(map)
      guard score > thresholds[label] else { continue }
      guard let mask = mask(map, placement.imageSize) else { continue }
      let candidate = Candidate(
        corners: Corners(left: 0, top: 0, right: 0, bottom: 0), score: score, label: label,
        place: query)
      var detection = candidate.detection(placement, scores: shares)
      detection.shape = .mask(mask)
      found.append(detection)
    }
    let order = found.indices.sorted {
      (found[$0].best.score, $1) > (found[$1].best.score, $0)
    }
    return .objects(order.prefix(settings.maximumCount).map { found[$0] })
  }

  /// The best pairs of query and label, as many as there are queries, with the query's shares.
  private func best(_ logits: FloatTensor) -> [(query: Int, label: Int, shares: [Float])] {
    let (queries, columns) = (logits.shape[0], logits.shape[1])
    let shares = (0..<queries).map { query in
      Array(softmax(Array(logits.values[query * columns..<(query + 1) * columns])).dropLast())
    }
    let pairs = (0..<queries).flatMap { query in
      shares[query].indices.map { label in
        Candidate(
          corners: Corners(left: 0, top: 0, right: 0, bottom: 0), score: shares[query][label],
          label: label, place: query)
      }
    }
    return pairs.ranked(maximumCount: queries).map { ($0.place, $0.label, shares[$0.place]) }
  }

  private func enlarge(_ map: FloatTensor) -> UnsafeMutableBufferPointer<Float> {
    let (height, width, side) = (map.shape[0], map.shape[1], Self.side)
    let rows = LinearTaps(from: height, to: side, range: 0..<side).taps
    let columns = LinearTaps(from: width, to: side, range: 0..<side).taps
    let out = enlarged.buffer(side * side)
    for (y, row) in rows.enumerated() {
      let (upper, lower) = (Int(row.low) * width, Int(row.high) * width)
      for (x, tap) in columns.enumerated() {
        let (low, high) = (Int(tap.low), Int(tap.high))
        let above =
          map.values[upper + low] * (1 - tap.weight) + map.values[upper + high] * tap.weight
        let below =
          map.values[lower + low] * (1 - tap.weight) + map.values[lower + high] * tap.weight
        out[y * side + x] = above * (1 - row.weight) + below * row.weight
      }
    }
    return out
  }

  /// The mean of the sigmoid where the map is set; 0 where it is nowhere.
  private func certainty(_ map: UnsafeMutableBufferPointer<Float>) -> Float {
    var (sum, count): (Float, Float) = (0, 0)
    for value in map where value > 0 {
      sum += 1 / (1 + exp(-value))
      count += 1
    }
    return sum / (count + 1e-6)
  }

  /// The nearest values at the image's size, down its columns.
  private func mask(_ map: UnsafeMutableBufferPointer<Float>, _ size: ImageSize) -> Mask? {
    let side = Self.side
    let across = Self.nearest(size.width)
    let down = Self.nearest(size.height)
    var runs = RunList()
    var column: [(count: Int, isSet: Bool)] = []
    for x in across.indices {
      if x == 0 || across[x] != across[x - 1] {
        column = []
        for y in down {
          let isSet = map[y * side + across[x]] > 0
          if let last = column.last, last.isSet == isSet {
            column[column.count - 1].count += 1
          } else {
            column.append((1, isSet))
          }
        }
      }
      for run in column { runs.add(run.count, isSet: run.isSet) }
    }
    return runs.hasSet ? Mask(size: size, runs: runs.finished) : nil
  }

  /// Which value each of `count` pixels takes, as torch's `interpolate(mode="nearest")`.
  private static func nearest(_ count: Int) -> [Int] {
    let step = Float(side) / Float(count)
    return (0..<count).map { min(Int(Float($0) * step), side - 1) }
  }
}
