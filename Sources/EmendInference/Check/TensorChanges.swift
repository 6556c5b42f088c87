import EmendCore

/// From one preparation to another, in the words of a card.
struct TensorChanges {
  private(set) var lines: [String] = []

  init(from old: Preparation, to guess: TensorCheck.Guess) {
    let new = guess.preparation
    if new.size != old.size {
      lines += ["width: \(new.size.width)", "height: \(new.size.height)"]
    }
    if new.fit != old.fit { lines += Self.text(new.fit) }
    if new.resampling != old.resampling { lines.append("resample: \(new.resampling.rawValue)") }
    if new.library != old.library { lines.append("filters: \(new.library.rawValue)") }
    if new.padding != old.padding { lines.append("padding: \(new.padding)") }
    if new.scale != old.scale { lines.append("scale: \(new.scale)") }
    if new.mean != old.mean { lines.append("mean: \(new.mean)") }
    if new.deviation != old.deviation { lines.append("deviation: \(new.deviation)") }
    if guess.channels == .blueFirst {
      lines.append("# the reference's channels are \(guess.channels.rawValue)")
    }
  }

  private static func text(_ fit: Preparation.Fit) -> [String] {
    switch fit {
    case .letterbox: ["fit: letterbox"]
    case .stretch: ["fit: stretch"]
    case .pad: ["fit: pad"]
    case .crop(let shorter, let cutter):
      ["fit: crop", "shorter: \(shorter)", "cut: \(cutter.rawValue)"]
    case .within(let longer, let step): ["fit: within", "longer: \(longer)", "step: \(step)"]
    case .limited(let limit, let side):
      ["fit: limited", "limit: \(limit.rawValue)", "side: \(side)"]
    }
  }
}
