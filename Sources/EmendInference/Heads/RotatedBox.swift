import EmendCore
import Glibc

/// A box turned about its centre, in single precision, in pixels of the input or of the image.
struct RotatedBox {
  var x: Float
  var y: Float
  var width: Float
  var height: Float
  /// In radians, clockwise on the screen.
  var angle: Float

  /// - Parameters:
  ///   - corners: of the box before it is turned.
  ///   - angle: in radians.
  init(_ corners: Corners, angle: Float) {
    x = (corners.left + corners.right) / 2
    y = (corners.top + corners.bottom) / 2
    width = corners.right - corners.left
    height = corners.bottom - corners.top
    self.angle = angle
  }

  /// From the input to the image, as Ultralytics' `scale_boxes(xywh=True)`: nothing is clipped.
  func inImage(_ placement: Placement) -> RotatedBox {
    let (gainX, gainY) = placement.gains
    var box = self
    box.x = (x - Float(placement.left)) / gainX
    box.y = (y - Float(placement.top)) / gainY
    box.width = width / gainX
    box.height = height / gainY
    return box
  }

  /// Its four corners, as Ultralytics' `xywhr2xyxyxyxy` (8.4).
  var polygon: Polygon {
    let (cosine, sine) = (cos(angle), sin(angle))
    let (alongX, alongY) = (width / 2 * cosine, width / 2 * sine)
    let (acrossX, acrossY) = (-height / 2 * sine, height / 2 * cosine)
    func point(_ along: Float, _ across: Float) -> ImagePoint {
      ImagePoint(
        x: Double(x + along * alongX + across * acrossX),
        y: Double(y + along * alongY + across * acrossY))
    }
    return Polygon(rings: [[point(1, 1), point(1, -1), point(-1, -1), point(-1, 1)]])
  }

  /// The box as a normal distribution: variances across and down, and their covariance.
  fileprivate var spread: (a: Float, b: Float, c: Float) {
    let (a, b) = (width * width / 12, height * height / 12)
    let (cosine, sine) = (cos(angle), sin(angle))
    return (
      a * cosine * cosine + b * sine * sine, a * sine * sine + b * cosine * cosine,
      (a - b) * cosine * sine
    )
  }

  /// How alike two boxes are as distributions, `0...1`.
  ///
  /// Source: `batch_probiou` of Ultralytics (8.4) after arXiv 2106.06072.
  func likeness(to other: RotatedBox) -> Float {
    let tiny: Float = 1e-7
    let (one, two) = (spread, other.spread)
    let (a, b, c) = (one.a + two.a, one.b + two.b, one.c + two.c)
    let (dx, dy) = (x - other.x, y - other.y)
    let both = a * b - c * c
    let distance = (a * dy * dy + b * dx * dx) / (both + tiny) * 0.25
    let turn = c * -dx * dy / (both + tiny) * 0.5
    let product =
      max(one.a * one.b - one.c * one.c, 0) * max(two.a * two.b - two.c * two.c, 0)
    let size = log(both / (4 * sqrt(product) + tiny) + tiny) * 0.5
    let bhattacharyya = min(max(distance + turn + size, tiny), 100)
    return 1 - sqrt(1 - exp(-bhattacharyya) + tiny)
  }
}

/// Keeps the candidates that no better one of their label is like.
///
/// As Ultralytics' `fast_nms` (8.4): one that is dropped itself drops others all the same, and
/// boxes of different labels are moved apart by 7,680 pixels.
/// - Parameters:
///   - candidates: in the order of their places.
///   - boxes: the candidates' boxes, in pixels of the input.
///   - overlapLimit: likeness above which one is dropped.
///   - maximumCount: how many are kept.
/// - Returns: the kept ones, best first.
/// - Complexity: O(n²) for n candidates of a label.
func suppressed(
  _ candidates: [Candidate], _ boxes: [RotatedBox], overlapLimit: Double, maximumCount: Int
) -> [Candidate] {
  let order = candidates.indices.sorted { first, second in
    let (a, b) = (candidates[first].score, candidates[second].score)
    return a > b || (a == b && first < second)
  }.prefix(30_000)
  var kept: [Candidate] = []
  var better: [Int: [RotatedBox]] = [:]
  for index in order where kept.count < maximumCount {
    let label = candidates[index].label
    var box = boxes[index]
    // It costs the precision that it costs Ultralytics.
    box.x += Float(label) * 7680
    box.y += Float(label) * 7680
    if !better[label, default: []].contains(where: {
      Double($0.likeness(to: box)) > overlapLimit
    }) {
      kept.append(candidates[index])
    }
    better[label, default: []].append(box)
  }
  return kept
}
