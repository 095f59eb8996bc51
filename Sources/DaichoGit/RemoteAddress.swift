import DaichoModel

/// Where a remote repository is, in one of the forms daicho goes to: ssh, https, or a folder of this machine.
///
/// Whatever else git knows is refused, for a repository that others have prepared may name anything:
/// `ext::` and other helpers run programs, `http:` and `git:` are neither secret nor safe from change.
package struct RemoteAddress: Sendable, Hashable {
  package enum Way: Sendable, Hashable {
    case ssh(host: String, port: Int, user: String?)
    case https(host: String, user: String?)
    case folder(String)
  }

  /// As libgit2 takes it.
  package let text: String
  package let way: Way
  /// Where the host listens; `nil` for a folder.
  let port: Int?

  /// - Parameter base: the folder that a relative path starts from. Error: `unusable-remote`.
  package init(_ typed: String, relativeTo base: String) throws(DaichoError) {
    let isPlain = !typed.isEmpty && !typed.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
    guard isPlain, !typed.hasPrefix("-") else { throw .unusableRemote(typed) }
    if let path = typed.dropping("file://") {
      guard path.hasPrefix("/") else { throw .unusableRemote(typed) }
      (text, way, port) = (typed, .folder(String(path)), nil)
      return
    }
    if let rest = typed.dropping("ssh://") ?? typed.dropping("git+ssh://") ?? typed.dropping("ssh+git://") {
      guard let site = Site(rest), !site.path.isEmpty else { throw .unusableRemote(typed) }
      let port = site.port ?? 22
      (text, way) = ("ssh://" + rest, .ssh(host: site.host, port: port, user: site.user))
      self.port = port
      return
    }
    if let rest = typed.dropping("https://") {
      guard let site = Site(rest), !site.path.isEmpty else { throw .unusableRemote(typed) }
      (text, way, port) = (typed, .https(host: site.name, user: site.user), site.port ?? 443)
      return
    }
    guard !typed.contains("://"), !typed.contains("::") else { throw .unusableRemote(typed) }
    // `git@host:shop.git`: a colon before any slash.
    if let colon = typed.firstIndex(of: ":"), !typed[..<colon].contains("/") {
      let path = typed[typed.index(after: colon)...]
      guard let site = Site(typed[..<colon] + "/" + path), site.port == nil, !path.isEmpty else {
        throw .unusableRemote(typed)
      }
      (text, way, port) = (typed, .ssh(host: site.host, port: 22, user: site.user), 22)
      return
    }
    let path = typed.hasPrefix("/") ? typed : base + (base.hasSuffix("/") ? "" : "/") + typed
    (text, way, port) = (path, .folder(path), nil)
  }

  /// Without a password, for people to read.
  package var shown: String {
    guard case .https(let name, _) = way, let start = text.firstRange(of: name) else { return text }
    return "https://" + text[start.lowerBound...]
  }

  private struct Site {
    var user: String?
    var host: String
    var port: Int?
    var path: Substring

    /// Host and port as written.
    var name: String { port.map { "\(host):\($0)" } ?? host }

    init?(_ text: Substring) {
      let end = text.firstIndex(of: "/") ?? text.endIndex
      path = text[end...].dropFirst()
      var authority = text[..<end]
      if let at = authority.lastIndex(of: "@") {
        let login = authority[..<at]
        user = String(login.prefix { $0 != ":" })
        authority = authority[authority.index(after: at)...]
      }
      if authority.hasPrefix("["), let close = authority.firstIndex(of: "]") {
        host = String(authority[authority.index(after: authority.startIndex)..<close])
        authority = authority[authority.index(after: close)...]
        if !authority.isEmpty, !authority.hasPrefix(":") { return nil }
      } else {
        host = String(authority.prefix { $0 != ":" })
        authority = authority.dropFirst(host.count)
      }
      if let digits = authority.dropping(":"), !digits.isEmpty {
        guard let number = UInt16(digits) else { return nil }
        port = Int(number)
      }
      guard !host.isEmpty, !host.hasPrefix("-"), host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
        return nil
      }
    }

    private init?(_ text: String) { self.init(text[...]) }
  }
}

extension StringProtocol {
  fileprivate func dropping(_ prefix: String) -> Substring? {
    hasPrefix(prefix) ? Substring(self).dropFirst(prefix.count) : nil
  }
}
