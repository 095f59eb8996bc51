import DaichoFiles
import DaichoMail
import DaichoModel
import Foundation

extension Workspace {
  /// Milliseconds for one server.
  private static let patience = 4_000

  func examineMail(_ surroundings: Surroundings) -> [Examination] {
    var found = [examineBaseURL()]
    guard !settings.senders.isEmpty else { return found + [.ok("senders", .noSenders)] }
    let delivery = (try? folder.read(Workspace.settingsFile).bytes).map {
      SettingsReader.readAll($0, path: Workspace.settingsFile).delivery
    }
    for sender in settings.senders {
      if sender.postalAddress?.contains(where: { !$0.isWhitespace }) != true {
        found.append(
          .warning("sender.\(sender.id)", .noPostalAddress(sender.id), remedy: .addPostalAddress(sender.id)))
      }
      guard let server = delivery?.smtp[sender.id] else {
        found.append(.warning("sender.\(sender.id)", .noServer(sender.id), remedy: .addServer(sender.id)))
        continue
      }
      found.append(examinePassword(of: sender.id, server, surroundings))
      found.append(examineServer(of: sender.id, server, surroundings))
    }
    return found
  }

  private func examineBaseURL() -> Examination {
    guard let url = settings.baseURL else {
      return settings.senders.isEmpty
        ? .ok("base-url", .noBaseURL) : .warning("base-url", .noBaseURL, remedy: .addBaseURL)
    }
    let host = url.lowercased().drop { $0 != "/" }.drop { $0 == "/" }.prefix { $0 != ":" && $0 != "/" }
    let isLocal = host == "localhost" || host == "127.0.0.1"
    return url.lowercased().hasPrefix("https://") || isLocal
      ? .ok("base-url", .baseURL(url)) : .warning("base-url", .baseURLPlain(url), remedy: .addBaseURL)
  }

  // MARK: Passwords

  private func examinePassword(
    of sender: String, _ server: DeliverySettings.SMTPServer, _ surroundings: Surroundings
  ) -> Examination {
    let check = "password.\(sender)"
    guard server.user != nil else { return .ok(check, .noPasswordNeeded) }
    let variable = "DAICHO_SMTP_PASSWORD_" + sender.uppercased().replacing("-", with: "_")
    if surroundings.environment[variable]?.isEmpty == false { return .ok(check, .passwordIn(variable)) }
    guard let written = server.passwordFile else {
      return .error(check, .noPassword(sender), remedy: .addPassword(sender, variable))
    }
    let path = written.hasPrefix("~/") ? surroundings.home + written.dropFirst() : written
    let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    if real == root || real.hasPrefix(root + "/") {
      return .error(check, .passwordInside(written), remedy: .moveSecretAway)
    }
    var status = stat()
    guard stat(real, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return .error(check, .passwordMissing(written), remedy: .writePassword(written))
    }
    let mode = status.st_mode & 0o777
    guard mode & 0o077 == 0 else {
      return .error(
        check, .passwordReadable(written, mode: String(mode, radix: 8)),
        remedy: .command("chmod 600 \(written)"), cure: status.st_uid == geteuid() ? .restrict(real) : nil)
    }
    guard access(real, R_OK) == 0, status.st_size > 0 else {
      return .error(check, .passwordMissing(written), remedy: .writePassword(written))
    }
    return .ok(check, .passwordIn(written))
  }

  // MARK: Servers

  private func examineServer(
    of sender: String, _ server: DeliverySettings.SMTPServer, _ surroundings: Surroundings
  ) -> Examination {
    let check = "smtp.\(sender)"
    let place = "\(server.host):\(server.port)"
    if surroundings.isOffline { return .ok(check, .notAsked(place)) }
    switch Result(catching: { () throws(DaichoError) in
      try SMTPGreeting.ask(server, timeout: Workspace.patience)
    }) {
    case .success(let greeting): return .ok(check, .greeted(place, greeting.line))
    case .failure(let error): return .error(check, error.message, remedy: .checkServer(sender))
    }
  }
}
