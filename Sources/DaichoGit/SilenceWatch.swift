import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Ends a conversation in which the other side has gone silent. libgit2 before 1.7 waits for ever: its calls
/// come back only when their socket is shut down.
final class SilenceWatch: Sendable {
  private struct State {
    /// Since when nobody has been heard; `nil` while we wait for ourselves: a helper that asks the person.
    var heard: ContinuousClock.Instant? = .now
    var hasCut = false
  }

  private let patience: Duration
  /// Of the remote; `nil`: any, for it is spoken to by way of a proxy.
  private let port: Int?
  private let state = Mutex(State())

  init(patience: Duration, port: Int?) { (self.patience, self.port) = (patience, port) }

  var hasCut: Bool { state.withLock(\.hasCut) }

  /// Something came, or was taken.
  func hear() { state.withLock { $0.heard = .now } }

  /// Runs what may take as long as it likes.
  func pausing<Result>(_ body: () -> Result) -> Result {
    state.withLock { $0.heard = nil }
    defer { hear() }
    return body()
  }

  /// Runs one call of libgit2 under watch.
  func guarding<Result>(_ call: () -> Result) -> Result {
    let others = Set(SilenceWatch.streams())
    let done = DispatchSemaphore(value: 0)
    let group = DispatchGroup()
    hear()
    DispatchQueue.global().async(group: group) { [self] in
      while done.wait(timeout: .now() + .milliseconds(200)) == .timedOut {
        look(at: SilenceWatch.streams().filter { !others.contains($0) && isTheirs($0) })
      }
    }
    defer {
      done.signal()
      group.wait()
    }
    return call()
  }

  private func look(at sockets: [Int32]) {
    let isOver = state.withLock { state in
      if state.hasCut { return true }
      guard let heard = state.heard else { return false }
      let silence = heard.duration(to: .now)
      // Bytes that no callback tells of count, too: those of a handshake, of a pack that is being sent.
      let quiet = sockets.compactMap(SilenceWatch.quiet).min() ?? silence
      state.hasCut = min(silence, quiet) > patience
      return state.hasCut
    }
    if isOver { for socket in sockets { shutdown(socket, Int32(SHUT_RDWR)) } }
  }

  // MARK: Sockets

  /// The TCP sockets of this process.
  private static func streams() -> [Int32] {
    (3..<min(getdtablesize(), 4096)).filter { number in
      var status = stat()
      guard fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return false }
      var address = sockaddr_storage()
      guard name(of: number, &address, getsockname),
        [AF_INET, AF_INET6].contains(Int32(address.ss_family))
      else { return false }
      return option(SO_TYPE, of: number) == SilenceWatch.stream && option(SO_ACCEPTCONN, of: number) == 0
    }
  }

  #if canImport(Glibc)
    private static let stream = Int32(SOCK_STREAM.rawValue)
  #else
    private static let stream = SOCK_STREAM
  #endif

  /// Whether it leads to the remote, or nowhere yet.
  private func isTheirs(_ socket: Int32) -> Bool {
    guard let port else { return true }
    var address = sockaddr_storage()
    guard SilenceWatch.name(of: socket, &address, getpeername) else { return true }
    // The port stands at the same place in both families.
    let found = withUnsafeBytes(of: &address) { $0.loadUnaligned(fromByteOffset: 2, as: UInt16.self) }
    return Int(UInt16(bigEndian: found)) == port
  }

  private static func name(
    of socket: Int32, _ address: inout sockaddr_storage,
    _ ask: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
  ) -> Bool {
    var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { ask(socket, $0, &size) == 0 }
    }
  }

  private static func option(_ name: Int32, of socket: Int32) -> Int32? {
    var value: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    return getsockopt(socket, SOL_SOCKET, name, &value, &size) == 0 ? value : nil
  }

  /// How long no byte has gone either way; `nil` where the system does not tell.
  private static func quiet(_ socket: Int32) -> Duration? {
    #if canImport(Glibc)
      var info = tcp_info()
      var size = socklen_t(MemoryLayout<tcp_info>.size)
      guard getsockopt(socket, Int32(IPPROTO_TCP), TCP_INFO, &info, &size) == 0 else { return nil }
      let times = [info.tcpi_last_data_recv, info.tcpi_last_data_sent, info.tcpi_last_ack_recv]
      return times.min().map { .milliseconds(Int64($0)) }
    #else
      return nil
    #endif
  }
}
