import DaichoDigest
import DaichoFiles
import DaichoMail
import DaichoModel
import Foundation

extension Workspace {
  /// Milliseconds for one server.
  private static let patience = 4_000

  func examineMail(
    _ surroundings: Surroundings, using generator: inout some RandomNumberGenerator
  ) -> [Examination] {
    var found = [examineBaseURL(surroundings, using: &generator)]
    guard !settings.senders.isEmpty else { return found + [.ok("senders", .noSenders)] }
    let delivery = try? deliverySettings()
    for sender in settings.senders {
      if sender.postalAddress?.contains(where: { !$0.isWhitespace }) != true {
        found.append(
          .warning("sender.\(sender.id)", .noPostalAddress(sender.id), remedy: .addPostalAddress(sender.id)))
      }
      if let outbox = delivery?.outboxes[sender.id] {
        let check = "outbox.\(sender.id)"
        found.append(
          delivery?.smtp[sender.id] == nil
            ? .ok(check, .outboxFor(outbox.form, outbox.path))
            : .warning(check, .serverAndOutbox(outbox.path), remedy: .chooseServerOrOutbox))
        continue
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

  private func examineBaseURL(
    _ surroundings: Surroundings, using generator: inout some RandomNumberGenerator
  ) -> Examination {
    guard let url = settings.baseURL else {
      return settings.senders.isEmpty
        ? .ok("base-url", .noBaseURL) : .warning("base-url", .noBaseURL, remedy: .addBaseURL)
    }
    guard url.lowercased().hasPrefix("https://") || Workspace.isLocal(url) else {
      return .warning("base-url", .baseURLPlain(url), remedy: .addBaseURL)
    }
    // Without a key there is nothing to ask for, and a line of its own says so.
    let keys = Result(catching: { () throws(DaichoError) in try keyRing(from: KeyStore(surroundings)) })
    guard !surroundings.isOffline, case .success(let ring) = keys else {
      return .ok("base-url", .baseURL(url))
    }
    let challenge = Digest.hexadecimal((0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) })
    let asked = Result(catching: { () throws(DaichoError) in
      try probeBaseURL(
        ring.current, challenge: challenge, surroundings, timeout: .milliseconds(Workspace.patience))
    })
    return switch asked {
    case .success: .ok("base-url", .baseURLHasKey(url))
    case .failure(let error): .warning("base-url", error.message, remedy: error.hint)
    }
  }

  // MARK: Passwords

  private func examinePassword(
    of sender: String, _ server: DeliverySettings.SMTPServer, _ surroundings: Surroundings
  ) -> Examination {
    let check = "password.\(sender)"
    guard server.user != nil else { return .ok(check, .noPasswordNeeded) }
    do throws(MailPassword.Problem) {
      let password = try MailPassword.find(for: sender, server, root: root, surroundings)
      return .ok(check, .passwordIn(password.source.name))
    } catch {
      // The line names the sender already.
      let seen = if case .none = error { Wording.noPassword(sender) } else { error.seen(sender) }
      var cure: Examination.Cure?
      if case .readableByOthers(_, let path, _, isOurs: true) = error { cure = .restrict(path) }
      return .error(check, seen, remedy: error.remedy(sender), cure: cure)
    }
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
