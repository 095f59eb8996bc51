import DaichoMail
import DaichoModel

/// What the server knows of the shop: under which names it is reached, and with which keys.
package struct Site: Sendable {
  let name: String
  let language: Language
  let keys: KeyRing
  /// Lower-case, without a port.
  private let hosts: Set<String>

  /// - Parameter host: what it listens to.
  package init(_ settings: WorkspaceSettings, keys: KeyRing, host: String) {
    name = settings.name
    language = settings.language
    self.keys = keys
    var hosts: Set<String> = ["localhost", "127.0.0.1", "::1", host.lowercased()]
    if let base = settings.baseURL { hosts.insert(MailLinks.host(of: base).lowercased()) }
    self.hosts = hosts
  }

  /// Whether a request's Host means this server. Another name would let a page elsewhere speak to it.
  func isOurs(_ authority: String) -> Bool { hosts.contains(Site.host(of: authority.lowercased())) }

  private static func host(of authority: String) -> String {
    if authority.hasPrefix("[") {
      guard let end = authority.firstIndex(of: "]") else { return "" }
      return String(authority[authority.index(after: authority.startIndex)..<end])
    }
    return String(authority.prefix { $0 != ":" })
  }

  func address(_ host: String, _ port: Int) -> String {
    host.contains(":") ? "http://[\(host)]:\(port)" : "http://\(host):\(port)"
  }
}
