import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where an answer goes: a file descriptor, a pager, or memory. Buffered; the owner calls `finish`.
///
/// When the reader has gone (`daicho list … | head`), writing throws `output-closed`: nothing is
/// printed about it and the command ends with `closedStatus`. That needs `ignoreBrokenPipes` first.
package final class OutputSink {
  /// The exit status of a program that SIGPIPE ended, as shells show it.
  package static let closedStatus: Int32 = 141
  private static let capacity = 1 << 16

  private var buffer: [UInt8] = []
  /// `nil` for memory.
  private var descriptor: Int32?
  private var waitingPager: Pager?
  private var runningPager: Pager.Session?
  private var screenLines = 0

  /// Collects in memory; `text` is what was written.
  package init() {}

  package init(descriptor: Int32) {
    self.descriptor = descriptor
    buffer.reserveCapacity(OutputSink.capacity)
  }

  /// Holds the output back until it has more lines than a screen, then hands it to the pager; a
  /// shorter one goes to the descriptor in `finish`.
  package convenience init(descriptor: Int32, pager: Pager?, screenLines: Int) {
    self.init(descriptor: descriptor)
    waitingPager = pager
    self.screenLines = screenLines
  }

  deinit { runningPager?.finish() }

  package func write(_ text: String) throws(DaichoError) {
    buffer.append(contentsOf: text.utf8)
    try makeRoom()
  }

  package func write(_ bytes: some Collection<UInt8>) throws(DaichoError) {
    buffer.append(contentsOf: bytes)
    try makeRoom()
  }

  package func writeLine(_ text: String = "") throws(DaichoError) {
    buffer.append(contentsOf: text.utf8)
    buffer.append(UInt8(ascii: "\n"))
    try makeRoom()
  }

  /// Hands on what is buffered, unless it still waits for enough lines to fill a screen.
  package func flush() throws(DaichoError) {
    if let pager = waitingPager {
      let lines = buffer.count { $0 == UInt8(ascii: "\n") }
      guard lines >= screenLines || buffer.count >= OutputSink.capacity else { return }
      waitingPager = nil
      if let session = pager.start() {
        runningPager = session
        descriptor = session.descriptor
      }
    }
    guard let descriptor else { return }
    defer { buffer.removeAll(keepingCapacity: true) }
    try OutputSink.write(buffer, to: descriptor)
  }

  /// Writes the rest; waits until the person has left the pager.
  package func finish() throws(DaichoError) {
    defer {
      runningPager?.finish()
      if runningPager != nil { (runningPager, descriptor) = (nil, nil) }
    }
    if waitingPager != nil, buffer.count(where: { $0 == UInt8(ascii: "\n") }) < screenLines {
      waitingPager = nil
    }
    try flush()
  }

  /// What is in memory.
  package var text: String { String(decoding: buffer, as: UTF8.self) }

  private func makeRoom() throws(DaichoError) {
    if descriptor != nil, buffer.count >= OutputSink.capacity { try flush() }
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32) throws(DaichoError) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes { rest in
        #if canImport(Glibc)
          Glibc.write(descriptor, rest.baseAddress, rest.count)
        #else
          Darwin.write(descriptor, rest.baseAddress, rest.count)
        #endif
      }
      if count >= 0 {
        written += count
        continue
      }
      switch errno {
      case EINTR: continue
      case EAGAIN:
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&waiting, 1, -1)
      case EPIPE: throw .outputClosed
      case let code: throw DaichoError("output-failed", .outputFailed(String(cString: strerror(code))))
      }
    }
  }

  /// For the start of a program: a reader that goes away is an error of `write`, not the end by a
  /// signal in the middle of a change. A program started later must get the default back.
  package static func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
  }
}

extension DaichoError {
  fileprivate static var outputClosed: DaichoError { DaichoError("output-closed", .outputClosed) }

  /// The reader of our output went away: end quietly with `OutputSink.closedStatus`.
  package var isOutputClosed: Bool { code == "output-closed" }
}
