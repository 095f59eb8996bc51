import DaichoModel

/// What `daicho serve` is asked for, on its way from the command line to the server.
package struct Serving: Sendable {
  /// A name or a numerical address.
  package var host: String
  /// 0 for any that is free.
  package var port: Int
  /// Seconds between two commits.
  package var commitEvery: Int
  /// Opens the workspace anew, as its files are now.
  package var open: @Sendable () throws(DaichoError) -> Workspace
  package var keys: KeyStore
  /// Milliseconds since 1970.
  package var now: @Sendable () -> Int64
  /// Tells the person who started it.
  package var tell: @Sendable (Notice) -> Void

  package enum Notice: Sendable {
    case note(Wording)
    case warning(Wording)
    case failure(DaichoError)
  }

  package init(
    host: String, port: Int, commitEvery: Int, keys: KeyStore,
    open: @escaping @Sendable () throws(DaichoError) -> Workspace, now: @escaping @Sendable () -> Int64,
    tell: @escaping @Sendable (Notice) -> Void
  ) {
    self.host = host
    self.port = port
    self.commitEvery = commitEvery
    self.keys = keys
    self.open = open
    self.now = now
    self.tell = tell
  }
}
