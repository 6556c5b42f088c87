import EmendCore
import EmendRaster
import EmendTerminal

/// Lets one picture at a time go to the terminal, and says how detailed the next may be.
///
/// What is asked for while one is under way waits, and only the last of it is painted. The raster
/// thread makes a picture (`asked`), the terminal takes its bytes (`written`) and answers when it
/// has shown them.
struct PictureFlow {
  private enum Stage {
    case idle
    case asked
    case sent(bytes: Int, at: Double)
  }

  /// What the terminal shows, or will when it has worked through what was sent.
  private(set) var shown: (scene: Scene, detail: PictureDetail)?
  private var asked: (scene: Scene, detail: PictureDetail)?
  private var stage = Stage.idle
  /// Of the picture asked for last, in pixels.
  private var size = ImageSize(width: 0, height: 0)
  private var meter: LinkMeter
  private let answers: Bool
  /// Those that save bytes, the least first; cell art takes few anyway.
  var details: [PictureDetail]

  /// A picture is worth sending coarse when it would take longer than this, in seconds.
  static let coarseFrom = 0.1
  /// How long the keys must rest before a coarse picture is sent again in more detail, in seconds.
  static let rest = 0.25
  /// How long that may take, in seconds: a key that comes meanwhile is answered after it.
  static let longestRefinement = 1.0

  /// How long an answer may take, in seconds; a terminal that has none gets the next picture then.
  static let longest = 30.0

  /// - Parameters:
  ///   - roundTrip: of the first questions to the terminal, in seconds.
  ///   - answers: whether the terminal says when it has shown something.
  ///   - details: see ``details``.
  init(roundTrip: Double, answers: Bool, details: [PictureDetail]) {
    meter = LinkMeter(roundTrip: roundTrip)
    self.answers = answers
    self.details = details
  }

  var isIdle: Bool { if case .idle = stage { true } else { false } }

  /// Whether the terminal shows less detail than it could, and nothing is under way.
  var canRefine: Bool { isIdle && shown.map { $0.detail < .full } == true }

  /// How long to wait for what comes next, in seconds; nil for as long as it takes.
  var patience: Double? {
    if canRefine { return Self.rest }
    return if case .sent = stage { Self.longest } else { nil }
  }

  /// Nothing came for ``patience``: a missing answer is not waited for any longer.
  mutating func rested() {
    if case .sent = stage { stage = .idle }
  }

  /// What is on the screen counts no more.
  mutating func forget() {
    shown = nil
    if case .asked = stage { return }
    stage = .idle
  }

  /// The detail to paint `scene` with; nil when nothing needs to be painted, or not yet.
  ///
  /// Marks that move keep the detail of the picture under them; another view starts anew.
  mutating func begin(_ scene: Scene, of size: ImageSize) -> PictureDetail? {
    guard isIdle, scene != shown?.scene else { return nil }
    self.size = size
    let isSameView =
      shown?.scene.image == scene.image && shown?.scene.viewport == scene.viewport
      && shown?.scene.area == scene.area
    let fitting = PictureDetail.fitting(
      meter.bytes(within: Self.coarseFrom), in: size, of: details)
    return ask(scene, isSameView ? shown?.detail ?? fitting : fitting)
  }

  /// The picture on the screen, to be painted again with as much detail as arrives soon, and with
  /// more than it has in any case.
  mutating func refine() -> (scene: Scene, detail: PictureDetail)? {
    guard canRefine, let shown else { return nil }
    let next = details.first { $0 > shown.detail } ?? .full
    let soon = PictureDetail.fitting(
      meter.bytes(within: Self.longestRefinement), in: size, of: details)
    return (shown.scene, ask(shown.scene, max(next, soon)))
  }

  private mutating func ask(_ scene: Scene, _ detail: PictureDetail) -> PictureDetail {
    asked = (scene, detail)
    stage = .asked
    return detail
  }

  /// The picture asked for came as so many bytes, which are being written from `time` on.
  mutating func sent(bytes: Int, at time: Double) {
    shown = asked
    stage = bytes > 0 && answers ? .sent(bytes: bytes, at: time) : .idle
  }

  /// The picture asked for cannot be made; it is not asked for again until it is another one.
  mutating func failed() {
    guard case .asked = stage else { return }
    shown = asked
    stage = .idle
  }

  /// The picture asked for came for a screen that is gone.
  mutating func dropped() {
    if case .asked = stage { stage = .idle }
  }

  /// The terminal has shown what was sent.
  mutating func caughtUp(at time: Double) {
    guard case .sent(let bytes, let start) = stage else { return }
    meter.note(bytes: bytes, seconds: time - start)
    stage = .idle
  }
}
