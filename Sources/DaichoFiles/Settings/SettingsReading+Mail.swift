import DaichoModel

/// Senders and how mail is sent.
extension SettingsReading {
  private static let senderKeys = ["from", "reply_to", "postal_address", "smtp", "outbox"]
  private static let serverKeys = [
    "host", "port", "security", "user", "password_file", "certificates", "unencrypted",
  ]

  mutating func senders(_ node: YAMLNode) {
    var senders: [WorkspaceSettings.Sender] = []
    for entry in entries(node, "senders") {
      let key = "senders.\(entry.key)"
      var (from, replyTo, postal): (String?, String?, String?)
      for detail in entries(entry.value, key, known: SettingsReading.senderKeys) {
        switch detail.key {
        case "from": from = mailbox(detail.value, "\(key).from")
        case "reply_to": replyTo = mailbox(detail.value, "\(key).reply_to")
        case "postal_address": postal = text(detail.value, "\(key).postal_address")
        case "smtp": smtp(detail.value, sender: entry.key)
        case "outbox": outbox(detail.value, sender: entry.key)
        default: continue
        }
      }
      guard let from else {
        if entry.value.entries?.contains(where: { $0.key == "from" }) != true {
          report(.error, "sender-without-from", at: entry.keyRange.lowerBound, .senderWithoutFrom(entry.key))
        }
        continue
      }
      senders.append(.init(id: entry.key, from: from, replyTo: replyTo, postalAddress: postal))
    }
    result.settings.senders = senders
  }

  /// `NAME <ADDRESS>` or an address, on one line.
  private mutating func mailbox(_ node: YAMLNode, _ key: String) -> String? {
    guard let text = text(node, key) else { return nil }
    var address = Substring(text)
    if let open = text.lastIndex(of: "<"), text.hasSuffix(">") {
      address = text[text.index(after: open)...].dropLast()
    }
    guard EmailSyntax.check(String(address)) != .invalid,
      !text.unicodeScalars.contains(where: TextSafety.isUnsafe)
    else {
      report(.error, "bad-email", at: node.range.lowerBound, .badEmail(text))
      return nil
    }
    return text
  }

  private mutating func smtp(_ node: YAMLNode, sender: String) {
    let key = "senders.\(sender).smtp"
    var server = DeliverySettings.SMTPServer(
      host: "", port: 0, security: .starttls, user: nil, passwordFile: nil)
    for entry in entries(node, key, known: SettingsReading.serverKeys) {
      switch entry.key {
      case "host": server.host = text(entry.value, "\(key).host") ?? ""
      case "port": server.port = integer(entry.value, "\(key).port", 1...65_535) ?? 0
      case "security":
        let words = DeliverySettings.SMTPServer.Security.allCases.map(\.rawValue)
        guard let word = word(entry.value, "\(key).security", words) else { continue }
        server.security = .init(rawValue: word) ?? .starttls
      case "user": server.user = text(entry.value, "\(key).user")
      case "password_file": server.passwordFile = passwordFile(entry.value, "\(key).password_file")
      case "certificates":
        guard let path = text(entry.value, "\(key).certificates") else { continue }
        guard SettingsReading.isOutside(path) else {
          wrong(entry.value, "\(key).certificates", .expectedPathOutside)
          continue
        }
        server.certificates = path
      case "unencrypted":
        guard let value = text(entry.value, "\(key).unencrypted").flatMap(RecordReading.truth) else {
          wrong(entry.value, "\(key).unencrypted", .expectedYesOrNo)
          continue
        }
        server.allowsUnencrypted = value
      default: continue
      }
    }
    guard !server.host.isEmpty else {
      if node.entries != nil { wrong(node, key, .expectedHost) }
      return
    }
    if server.port == 0 { server.port = server.security == .tls ? 465 : 587 }
    result.delivery.smtp[sender] = server
  }

  private static func isOutside(_ path: String) -> Bool { path.hasPrefix("/") || path.hasPrefix("~/") }

  private mutating func outbox(_ node: YAMLNode, sender: String) {
    let key = "senders.\(sender).outbox"
    guard let text = text(node, key) else { return }
    guard let outbox = DeliverySettings.Outbox(typed: text) else { return wrong(node, key, .expectedOutbox) }
    result.delivery.outboxes[sender] = outbox
  }

  private mutating func passwordFile(_ node: YAMLNode, _ key: String) -> String? {
    guard let text = text(node, key) else { return nil }
    guard SettingsReading.isOutside(text) else {
      report(
        .error, "secret-in-workspace", at: node.range.lowerBound, .passwordFileInWorkspace(text),
        suggestion: .usePasswordFile)
      return nil
    }
    return text
  }

  mutating func mail(_ node: YAMLNode) {
    let known = [
      "rate", "connections", "reconnect_after", "max_mails", "track", "attribution", "return_domain",
    ]
    for entry in entries(node, "mail", known: known) {
      let key = "mail.\(entry.key)"
      switch entry.key {
      case "rate":
        guard let rate = number(entry.value, key) else { continue }
        guard rate.units >= 0 else {
          wrong(entry.value, key, .expectedPositive)
          continue
        }
        result.delivery.mailRate = rate
      case "connections":
        guard let count = integer(entry.value, key, 1...20) else { continue }
        result.delivery.mailConnections = count
      case "attribution":
        guard let days = entry.value.text.flatMap({ TimeSpan(typed: $0)?.days }), (1...365).contains(days)
        else {
          wrong(entry.value, key, .expectedDays)
          continue
        }
        result.settings.attributionDays = days
      case "track":
        let words = WorkspaceSettings.MailTrack.allCases.map(\.rawValue)
        let items = entry.value.items ?? [entry.value]
        result.settings.mailTracks = Set(
          items.compactMap { word($0, key, words).flatMap(WorkspaceSettings.MailTrack.init) })
      case "return_domain":
        guard let domain = text(entry.value, key) else { continue }
        guard EmailSyntax.check("a@" + domain) != .invalid else {
          wrong(entry.value, key, .expectedDomain)
          continue
        }
        result.settings.returnDomain = domain
      case "reconnect_after":
        guard let count = integer(entry.value, key, 1...100_000) else { continue }
        result.delivery.messagesPerConnection = count
      case "max_mails":
        guard let limit = entry.value.text.flatMap({ DeliverySettings.MailFrequency(typed: $0) }) else {
          wrong(entry.value, key, .expectedFrequency)
          continue
        }
        result.delivery.maximumMails = limit
      default: continue
      }
    }
  }
}
