import DaichoDigest
import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Puts messages into a folder in place of a mail server's hands: a Maildir, or a folder of `.eml` files.
///
/// A message is on the disk before it counts as accepted, appears under its name only when it is whole, and
/// replaces none that is there. Before the message's own headers stand two that keep the envelope, as a
/// mailbox's server would write them: `Return-Path` and `Delivered-To`.
package final class FolderCourier: MailCourier {
  private let outbox: DeliverySettings.Outbox
  private let path: String
  private let seconds: Int64

  /// - Parameters:
  ///   - path: of `outbox`, absolute; made where it is missing.
  ///   - seconds: the time now, since 1970 UTC; it begins the names in a Maildir.
  package init(_ outbox: DeliverySettings.Outbox, at path: String, seconds: Int64) {
    self.outbox = outbox
    self.path = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    self.seconds = seconds
  }

  package func deliver(_ message: [UInt8], _ envelope: Envelope) -> Delivery {
    let (from, to) = (envelope.returnPath.wireAddress, envelope.recipient.wireAddress)
    guard WireText.isSafe(from), WireText.isSafe(to) else {
      return .notDelivered(
        cause: DaichoError("bad-address", .controlCharacterInAddress, hint: .correctAddress))
    }
    let bytes =
      Array("Return-Path: <\(from)>\r\nDelivered-To: \(to)\r\n".utf8) + WireText.canonical(message)
    switch Result(catching: { () throws(DaichoError) in try keep(bytes, key: FolderCourier.key(message, to)) }
    ) {
    case .success(let name):
      return .accepted(SMTPReply(code: 250, enhanced: "2.0.0", text: "kept as \(name)", command: .message))
    case .failure(let error): return .notDelivered(cause: error)
    }
  }

  package func disconnect() {}

  // MARK: Files

  private func keep(_ bytes: [UInt8], key: String) throws(DaichoError) -> String {
    let (draft, target): (String, String)
    switch outbox.form {
    case .maildir:
      (draft, target) = (path + "/tmp", path + "/new")
      for folder in [draft, target, path + "/cur"] { try make(folder) }
    case .eml:
      (draft, target) = (path, path)
      try make(path)
    }
    let temporary = try write(bytes, in: draft, key: key)
    defer { unlink(temporary) }
    for number in 1... {
      let name = name(key, number)
      // A link never replaces; a folder that knows no links gets the next best.
      if link(temporary, "\(target)/\(name)") == 0 {
        try sync(target)
        return name
      }
      switch errno {
      case EEXIST: continue
      case EPERM, ENOTSUP, EOPNOTSUPP, ENOSYS:
        guard access("\(target)/\(name)", F_OK) != 0 else { continue }
        guard rename(temporary, "\(target)/\(name)") == 0 else { throw failure(target) }
        try sync(target)
        return name
      default: throw failure(target)
      }
    }
    throw failure(target)
  }

  private func name(_ key: String, _ number: Int) -> String {
    let key = number == 1 ? key : "\(key)-\(number)"
    return switch outbox.form {
    case .maildir: "\(seconds).\(key).daicho"
    case .eml: "\(key).eml"
    }
  }

  /// A file of a name that is nobody else's, whole and on the disk.
  private func write(_ bytes: [UInt8], in folder: String, key: String) throws(DaichoError) -> String {
    for number in 1... {
      let path = "\(folder)/.\(key).\(getpid())-\(number).tmp"
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if descriptor < 0, errno == EEXIST { continue }
      guard descriptor >= 0 else { throw failure(folder) }
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { Self.put(descriptor, $0.baseAddress, $0.count) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        rest = rest.dropFirst(count)
      }
      let isWritten = rest.isEmpty && fsync(descriptor) == 0
      let number = errno
      guard close(descriptor) == 0, isWritten else {
        unlink(path)
        throw failure(folder, isWritten ? errno : number)
      }
      return path
    }
    throw failure(folder)
  }

  private static func put(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes, count)
    #else
      Darwin.write(descriptor, bytes, count)
    #endif
  }

  /// The folder, and those above it; others cannot read them, for they hold people's mail.
  private func make(_ folder: String) throws(DaichoError) {
    if mkdir(folder, 0o700) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, let slash = folder.lastIndex(of: "/"), slash != folder.startIndex else {
      throw failure(folder)
    }
    try make(String(folder[..<slash]))
    guard mkdir(folder, 0o700) == 0 || errno == EEXIST else { throw failure(folder) }
  }

  private func sync(_ folder: String) throws(DaichoError) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(folder) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure(folder) }
  }

  private func failure(_ folder: String, _ number: Int32 = errno) -> DaichoError {
    DaichoError(
      "outbox-not-writable", .outboxNotWritable(folder, String(cString: strerror(number))),
      hint: .correctOutbox)
  }

  // MARK: Names

  /// The message's own: the left side of its Message-ID, in characters any file system takes; else by content.
  private static func key(_ message: [UInt8], _ recipient: String) -> String {
    for line in message.split(separator: 0x0A, maxSplits: 60) {
      if line == [0x0D] { break }
      let line = String(decoding: line, as: UTF8.self)
      guard line.lowercased().hasPrefix("message-id:"), let open = line.firstIndex(of: "<") else { continue }
      let left = line[line.index(after: open)...].prefix { $0 != "@" && $0 != ">" }
      let isPlain = left.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
          true
        default: false
        }
      }
      if isPlain, (1...100).contains(left.utf8.count) { return String(left) }
    }
    return Digest.hexadecimal(Digest.sha256(Array(recipient.utf8) + [0] + message).prefix(12))
  }
}
