/// Memory of one worker that is used again for each image and only grows.
struct Scratch<Element: BitwiseCopyable>: ~Copyable {
  private var memory = UnsafeMutableBufferPointer<Element>(start: nil, count: 0)

  deinit { memory.deallocate() }

  /// Room for `count` elements of any value, valid until the next call.
  mutating func buffer(_ count: Int) -> UnsafeMutableBufferPointer<Element> {
    if memory.count < count {
      memory.deallocate()
      memory = .allocate(capacity: count)
    }
    return UnsafeMutableBufferPointer(rebasing: memory[0..<count])
  }
}
