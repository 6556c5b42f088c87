public import EmendCore

extension SnapshotPart {
  /// How much of the whole each part should get.
  public struct Shares: Hashable, Sendable {
    public let train: Double
    public let val: Double
    public let test: Double

    /// - Precondition: none is below 0 and one is above 0; they need not add up to 1.
    public init(train: Double, val: Double, test: Double = 0) {
      let sum = train + val + test
      precondition(
        min(train, val, test) >= 0 && sum > 0 && sum.isFinite,
        "shares of \(train), \(val) and \(test)")
      self.train = train / sum
      self.val = val / sum
      self.test = test / sum
    }
  }

  /// The part of the image at `path`.
  ///
  /// It follows from the path's ``GroupKey``, the salt and the shares alone: the fraction
  /// `mix(FNV-1a of "SALT:KEY") / 2^64`, with the mix of ``SplitMix64``, is below the test share
  /// for test, below test and val share for val, else train. So pictures of one scene share a
  /// part, and none changes it when others come. The parts come out near their shares only when
  /// there are many groups: of 20 groups a share of 0.1 gets none in one case of eight. Content is
  /// not asked: equal content is one image in a project.
  ///
  /// - Parameters:
  ///   - path: relative to the project.
  ///   - shares: of the whole.
  ///   - salt: another salt gives another division.
  public init(of path: ImagePath, shares: Shares, salt: String) {
    let fraction = StableHash.fraction(Array("\(salt):".utf8) + GroupKey(path).bytes)
    if fraction < shares.test {
      self = .test
    } else if fraction < shares.test + shares.val {
      self = .val
    } else {
      self = .train
    }
  }
}
