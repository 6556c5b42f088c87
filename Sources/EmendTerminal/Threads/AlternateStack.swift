import Glibc

/// Memory for signal handlers of one thread, for when its own stack has run out.
struct AlternateStack: ~Copyable {
  private let memory: UnsafeMutableRawPointer

  /// Gives the calling thread its alternate stack.
  ///
  /// The corresponding C function is `sigaltstack`.
  init() {
    // Rescue's handler needs a few hundred bytes; AVX-512 state needs 2.7 kB of every signal frame.
    let size = 64 << 10
    memory = .allocate(byteCount: size, alignment: 16)
    var stack = stack_t(ss_sp: memory, ss_flags: 0, ss_size: size)
    sigaltstack(&stack, nil)
  }

  /// Takes it away again; to be called on the same thread, before the thread ends.
  consuming func remove() {
    var stack = stack_t(ss_sp: nil, ss_flags: Int32(SS_DISABLE), ss_size: 0)
    sigaltstack(&stack, nil)
    memory.deallocate()
  }
}
