import DaichoFiles
import DaichoMail
import DaichoModel

extension Workspace {
  /// How mail is sent, as daicho.yml says now.
  package func deliverySettings() throws(DaichoError) -> DeliverySettings {
    SettingsReader.readAll(try folder.read(Workspace.settingsFile).bytes, path: Workspace.settingsFile)
      .delivery
  }

  /// What carries a sender's mail: to its mail server, or into its folder. One connection; ask once for each
  /// that is wanted. Nothing is connected yet.
  ///
  /// - Parameters:
  ///   - surroundings: for the password and `~`; `SSL_CERT_FILE` names the authorities to trust where the
  ///     sender's settings name none.
  ///   - isAborted: asked a few times a second while something is under way.
  /// - Throws: `sender-without-server`, `password-missing`, `password-in-workspace`, `password-readable`,
  ///   `outbox-in-workspace`, `smtp-unencrypted`, `smtp-bad-host`.
  package func makeCourier(
    for sender: WorkspaceSettings.Sender, _ surroundings: Surroundings,
    isAborted: @escaping @Sendable () -> Bool = { false }
  ) throws(DaichoError) -> any MailCourier {
    let delivery = try deliverySettings()
    if let outbox = delivery.outboxes[sender.id] {
      let path = surroundings.path(outbox.path)
      guard !isInWorkspace(path) else { throw .outboxInWorkspace(outbox.path) }
      return FolderCourier(outbox, at: path, seconds: moment.seconds)
    }
    guard let server = delivery.smtp[sender.id] else { throw .senderWithoutServer(sender.id) }
    var options = SMTPCourier.Options()
    options.messagesPerConnection = delivery.messagesPerConnection
    options.certificates =
      server.certificates.map(surroundings.path) ?? surroundings.certificates
    return try SMTPCourier(
      server, password: try password(of: sender.id, server, surroundings), options: options,
      isAborted: isAborted)
  }

  /// By its nearest folder that exists: the rest may yet be made.
  private func isInWorkspace(_ path: String) -> Bool {
    var folder = path[...]
    while true {
      if let real = OutsidePath.real(folder.isEmpty ? "/" : String(folder)) {
        return OutsidePath.isInside(real, root)
      }
      guard let slash = folder.lastIndex(of: "/") else { return false }
      folder = folder[..<slash]
    }
  }

  private func password(
    of sender: String, _ server: DeliverySettings.SMTPServer, _ surroundings: Surroundings
  ) throws(DaichoError) -> String? {
    guard server.user != nil else { return nil }
    do throws(MailPassword.Problem) {
      return try MailPassword.find(for: sender, server, root: root, surroundings).text
    } catch {
      throw .password(error, of: sender)
    }
  }
}

extension Surroundings {
  /// A file of certificate authorities to trust in place of the system's.
  package var certificates: String? {
    environment["SSL_CERT_FILE"].flatMap { $0.isEmpty ? nil : $0 }
  }
}

extension DaichoError {
  static func senderWithoutServer(_ sender: String) -> DaichoError {
    DaichoError("sender-without-server", .senderWithoutServer(sender), hint: .addServer(sender))
  }

  static func outboxInWorkspace(_ path: String) -> DaichoError {
    DaichoError("outbox-in-workspace", .outboxInWorkspace(path), hint: .moveOutboxAway)
  }

  static func password(_ problem: MailPassword.Problem, of sender: String) -> DaichoError {
    let code =
      switch problem {
      case .none, .unreadable, .notAPassword: "password-missing"
      case .insideWorkspace: "password-in-workspace"
      case .readableByOthers: "password-readable"
      }
    return DaichoError(code, problem.seen(sender), hint: problem.remedy(sender))
  }
}

extension MailPassword.Problem {
  /// In an error, where the sender must be named.
  func seen(_ sender: String) -> Wording {
    switch self {
    case .none: .noPasswordFor(sender)
    case .insideWorkspace(let path): .passwordInside(path)
    case .unreadable(let path): .passwordMissing(path)
    case .readableByOthers(let path, _, let mode, _): .passwordReadable(path, mode: String(mode, radix: 8))
    case .notAPassword(let source): .notAPassword(source)
    }
  }

  func remedy(_ sender: String) -> Wording {
    switch self {
    case .none(let variable): .addPassword(sender, variable)
    case .insideWorkspace: .moveSecretAway
    case .unreadable(let path): .writePassword(path)
    case .readableByOthers(let path, _, _, _): .command("chmod 600 \(path)")
    case .notAPassword(let source): .correctPassword(source)
    }
  }
}
