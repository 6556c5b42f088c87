extension Preparation {
  /// The means of ImageNet's images, which most models without a word of their own were trained on.
  static let imageNetMean: [Float] = [0.485, 0.456, 0.406]
  static let imageNetDeviation: [Float] = [0.229, 0.224, 0.225]
  /// Those of CLIP's images, which OWL-ViT and OWLv2 use too.
  static let clipMean: [Float] = [0.48145466, 0.4578275, 0.40821073]
  static let clipDeviation: [Float] = [0.26862954, 0.26130258, 0.27577711]
}
