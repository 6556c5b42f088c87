public import EmendCore

/// How changes reach a sixel terminal.
public enum SixelMode: String, CaseIterable, Sendable {
  /// The changed pixels alone, over what is shown: exact in xterm and foot.
  case delta
  /// Opaque rectangles of whole cells: exact in every terminal that was measured.
  case cells
  /// The whole picture in strips: for tmux, zellij and screen, and cells of fractional size.
  case whole
}

/// What one terminal takes of sixel.
public struct SixelLimits: Hashable, Sendable {
  /// The largest image, as XTSMGRAPHICS answers; xterm's own limit is 1000x1000.
  public var imageSize: ImageSize
  /// Pixels in one image, so that a sequence stays below tmux's 1 MiB of `input-buffer-size`:
  /// a photograph takes 1.3 bytes a pixel.
  public var imagePixels: Int
  /// Images that the terminal remembers, 16 in xterm; nil where there is no limit.
  public var imageCount: Int?
  public var mode: SixelMode

  public init(
    imageSize: ImageSize = ImageSize(width: 1000, height: 1000), imagePixels: Int = 700_000,
    imageCount: Int? = 16, mode: SixelMode = .cells
  ) {
    self.imageSize = imageSize
    self.imagePixels = imagePixels
    self.imageCount = imageCount
    self.mode = mode
  }

  /// Images that may be sent before the older ones are aged: some places may be taken by pictures
  /// of the shell's screen, which the program cannot see.
  var lastingCount: Int? { imageCount.map { max(2, $0 * 3 / 4) } }
}
