/// One band of six pixel rows on its way to sixel.
///
/// A naive encoder walks the whole width once for each register (119 ms for a megapixel in
/// libsixel 1.10.3). This one walks the pixels once and gathers what each register draws, cuts
/// that into pieces where nothing is drawn for some columns, and lays pieces of any registers
/// end to end into as few passes over the band as can be: foot walks all columns of each pass,
/// and took 60 ms for such a frame where one register a pass took 149 (foot 1.13, 1280x720).
///
/// Memory for the largest possible band is taken once and serves all bands of a strip; arrays
/// would check each index in the loop that runs for every pixel.
struct SixelBand: ~Copyable {
  /// What one register draws in one column.
  struct Event {
    /// `(column + lead) << 6 | rows`, bit 0 for the upper row.
    var place: UInt32
    /// The same register's next event.
    var next: UInt32

    var column: UInt32 { place >> 6 }
    var rows: UInt32 { place & 63 }
  }

  /// Neighbouring events of one register, which are written in one go.
  struct Piece {
    var register: UInt32
    /// The first event.
    var event: UInt32
    /// Columns, counted from `lead`.
    var start: UInt32 = 0
    var end: UInt32 = 0
    /// Where its text lies.
    var text: UInt32 = 0
    var textEnd: UInt32 = 0
    /// The piece to the right of it in the same pass.
    var next = SixelBand.none
    /// Another piece with the same `end`.
    var sibling = SixelBand.none
  }

  static let none = UInt32.max
  /// Columns without a pixel over which a piece goes on.
  static let gap: UInt32 = 7
  /// The number of the first column: more than `gap` and 1, so that a register's first event
  /// opens a piece.
  static let lead: UInt32 = 16
  /// The register that takes the pixels that are not drawn.
  static let unchanged = 256

  let width: Int
  let events: UnsafeMutablePointer<Event>
  /// The last event, and later the last piece, by register.
  let tails: UnsafeMutablePointer<UInt32>
  let pieces: UnsafeMutablePointer<Piece>
  let text: UnsafeMutablePointer<UInt8>
  var pieceCount = 0
  /// The first piece of each pass.
  let passes: UnsafeMutablePointer<UInt32>
  var passCount = 0
  var ends: PieceEnds
  var used = RegisterSet()

  init(width: Int) {
    self.width = width
    let registers = Self.unchanged + 1
    // One for each pixel, before them one for each register and behind them one end.
    events = .allocate(capacity: registers + 6 * width + 1)
    tails = .allocate(capacity: registers)
    pieces = .allocate(capacity: 6 * width + 1)
    passes = .allocate(capacity: 6 * width + 1)
    ends = PieceEnds(count: width + Int(Self.lead) + 2)
    // One sign for each event, and up to `gap` signs between two.
    text = .allocate(capacity: 6 * width * (1 + Int(Self.gap)) + 16)
  }

  deinit {
    events.deallocate()
    tails.deallocate()
    pieces.deallocate()
    passes.deallocate()
    text.deallocate()
  }
}
