import DaichoMail
import DaichoModel

extension Workspace {
  /// Asks the server behind `base_url` to prove that it has this workspace's key, so that the links of a mail
  /// lead to who can read them.
  ///
  /// - Parameter challenge: what `BaseURLProbe.ask` asks for.
  /// - Throws: `no-base-url`, and those of `BaseURLProbe.ask`.
  package func probeBaseURL(
    _ key: WorkspaceKey, challenge: String, _ surroundings: Surroundings,
    timeout: Duration = .seconds(10), isAborted: @escaping @Sendable () -> Bool = { false }
  ) throws(DaichoError) {
    guard let base = settings.baseURL else { throw .noBaseURLToSend() }
    var probe = BaseURLProbe(base)
    probe.certificates = surroundings.certificates
    probe.proxy = Workspace.isLocal(base) ? nil : surroundings.proxy
    probe.timeout = timeout
    probe.isAborted = isAborted
    try probe.ask(key, challenge: challenge)
  }

  /// Whether an address leads to this machine itself.
  static func isLocal(_ url: String) -> Bool {
    let host = MailLinks.host(of: url.lowercased())
    return host == "localhost" || host == "127.0.0.1"
  }
}

extension Surroundings {
  var proxy: String? {
    (environment["https_proxy"] ?? environment["HTTPS_PROXY"]).flatMap { $0.isEmpty ? nil : $0 }
  }
}
