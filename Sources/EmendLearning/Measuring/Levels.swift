/// The overlaps at which a detection may count as right: 0.50, 0.55 … 0.95.
enum OverlapLevels {
  static let count = 10
  /// A set bit for each level.
  static let everyBit: UInt16 = (1 << count) - 1
  /// The place of 0.75.
  static let threeQuarters = 5

  /// `numpy.linspace(0.5, 0.95, 10)`, to the last bit.
  static let values: [Double] = (0..<count).map { index in
    index == count - 1 ? 0.95 : Double(index) * ((0.95 - 0.5) / 9) + 0.5
  }

  /// What an overlap must reach: COCOeval lets a perfect one pass in spite of rounding.
  static let required: [Double] = values.map { min($0, 1 - 1e-10) }
}

/// The recalls at which precision is read: 0.00, 0.01 … 1.00.
enum RecallLevels {
  static let count = 101

  /// `numpy.linspace(0, 1, 101)`, to the last bit.
  static let values: [Double] = (0..<count).map { $0 == 100 ? 1 : Double($0) * 0.01 }
}

/// The sizes of objects that COCO tells apart, in square pixels, both ends included.
enum AreaRange: Int, CaseIterable {
  case all
  case small
  case medium
  case large

  var limits: ClosedRange<Double> {
    switch self {
    case .all: 0...1e10
    case .small: 0...1024
    case .medium: 1024...9216
    case .large: 9216...1e10
    }
  }
}

/// How many detections of a label an image may bring to a measure.
enum DetectionLimits {
  static let values = [1, 10, 100]
  static let most = 100
}
