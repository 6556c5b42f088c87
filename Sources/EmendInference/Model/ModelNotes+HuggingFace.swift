extension ModelNotes {
  /// Takes what `preprocessor_config.json` says.
  ///
  /// Source: `image_processing_backends.py` of transformers 5.23; what a file leaves out is as
  /// there.
  mutating func take(processor: Literal) throws(InferenceError) {
    let name = "preprocessor_config.json"
    library = .torch
    func says(_ key: String, else usual: Bool) -> Bool { processor[key]?.bool ?? usual }
    if says("do_rescale", else: true) {
      scale = Float(processor["rescale_factor"]?.number ?? 1.0 / 255)
    } else {
      scale = 1
    }
    if says("do_normalize", else: processor["image_mean"] != nil) {
      guard let mean = processor["image_mean"]?.channels,
        let deviation = processor["image_std"]?.channels, !deviation.contains(0)
      else { throw Self.refusal(name, "has no image_mean and image_std of three numbers each") }
      (self.mean, self.deviation) = (mean, deviation)
    }
    if let code = processor["resample"]?.integer {
      // Pillow's numbers.
      let filters: [Int: Preparation.Resampling] = [
        0: .nearest, 1: .lanczos, 2: .bilinear, 3: .bicubic,
      ]
      guard let filter = filters[code] else {
        throw Self.refusal(name, "asks for filter \(code) of Pillow; emend has 0, 1, 2 and 3")
      }
      resampling = filter
    }
    if says("do_resize", else: true) { try takeSize(processor, name) }
  }

  private mutating func takeSize(_ processor: Literal, _ name: String) throws(InferenceError) {
    if let side = processor["limit_side_len"]?.side {
      fit = .limited(limit(processor), side: side)
      return
    }
    let size = processor["size"]
    let shortest = size?["shortest_edge"]?.side ?? size?.side
    let cut = processor["do_center_crop"]?.bool == true ? processor["crop_size"] : nil
    if let cut {
      guard let shortest else {
        throw Self.refusal(name, "cuts out of a stretched image, which emend does not know")
      }
      width = cut["width"]?.side ?? cut.side
      height = cut["height"]?.side ?? cut.side
      fit = .crop(shorter: shortest, by: .transformers)
    } else if let wide = size?["width"]?.side, let high = size?["height"]?.side {
      (width, height) = (wide, high)
      fit = .stretch
    } else if let shortest {
      (width, height) = (shortest, shortest)
      let longer = size?["longest_edge"]?.side ?? 65_536
      fit = .within(longer: longer, step: processor["size_divisor"]?.side ?? 1)
    } else {
      throw Self.refusal(name, "has a size that emend does not know")
    }
  }

  private func limit(_ processor: Literal) -> Preparation.Limit {
    processor["limit_type"]?.string.flatMap(Preparation.Limit.init) ?? .most
  }

  /// Takes what `config.json` says, which Hugging Face and timm write in ways of their own.
  mutating func take(config: Literal) throws(InferenceError) {
    if let type = config["model_type"]?.string, type != "timm_wrapper" { architecture = type }
    if let labels = config["id2label"]?.names ?? config["label_names"]?.names {
      self.labels = labels
    }
    if config["is_encoder_decoder"]?.bool == true || config["decoder"] != nil {
      generation = GenerationRules([config] + (config["decoder"].map { [$0] } ?? []))
    }
    if let timm = config["pretrained_cfg"] {
      architecture = config["architecture"]?.string ?? architecture
      try take(timm: timm)
    }
  }

  /// Takes what `generation_config.json` says, which stands for all that `config.json` says of how
  /// texts are written; but older files leave out their first token.
  mutating func take(generation file: Literal) {
    var rules = GenerationRules([file])
    rules.start = rules.start ?? generation?.start
    if rules.ends.isEmpty { rules.ends = generation?.ends ?? [] }
    generation = rules
  }

  /// Takes timm's `pretrained_cfg`, or the settings of `resolve_model_data_config`.
  ///
  /// Source: `transforms_imagenet_eval` of timm 1.0.31.
  mutating func take(timm: Literal) throws(InferenceError) {
    let sides = timm["input_size"]?.list?.compactMap(\.side) ?? []
    guard sides.count == 3 else {
      throw Self.refusal("timm settings", "have no input_size of three numbers")
    }
    (height, width) = (sides[1], sides[2])
    let shorter = min(sides[1], sides[2])
    mean = timm["mean"]?.channels ?? mean
    if let deviation = timm["std"]?.channels, !deviation.contains(0) { self.deviation = deviation }
    if let word = timm["interpolation"]?.string {
      resampling = Preparation.Resampling(rawValue: word) ?? .bilinear
    }
    let share = timm["crop_pct"]?.number ?? 0.875
    guard (0.01...1).contains(share) else {
      throw Self.refusal("timm settings", "have crop_pct \(share); expected 0 to 1")
    }
    switch timm["crop_mode"]?.string ?? "center" {
    case "squash" where share == 1: fit = .stretch
    case "center" where sides[1] == sides[2]:
      fit = .crop(shorter: Int(Double(shorter) / share), by: .torchvision)
    default:
      throw Self.refusal(
        "timm settings",
        "ask for a crop_mode that emend does not know; it knows center of a "
          + "square, and squash of all")
    }
  }
}
