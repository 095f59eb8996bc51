import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where the password of a sender's mail server is kept, and whether it is kept well: in the environment, or in
/// a file outside the workspace that nobody else can read.
struct MailPassword: Sendable {
  enum Source: Sendable, Hashable {
    /// Of the environment.
    case variable(String)
    /// As written in daicho.yml.
    case file(String)
  }

  enum Problem: Error, Sendable, Hashable {
    case none(variable: String)
    /// git would keep it.
    case insideWorkspace(String)
    case unreadable(String)
    /// - Parameters:
    ///   - path: free of symbolic links.
    ///   - isOurs: so its mode can be changed.
    case readableByOthers(String, path: String, mode: UInt32, isOurs: Bool)
    /// A line break or NUL in the middle, or far too long.
    case notAPassword(Source)
  }

  let source: Source
  let text: String

  private static let longest = 1_024

  /// `DAICHO_SMTP_PASSWORD_SHOP` for the sender `shop`.
  static func variable(of sender: String) -> String {
    "DAICHO_SMTP_PASSWORD_"
      + String(sender.uppercased().map { $0 == "-" || $0 == "." ? "_" : $0 })
  }

  /// - Parameter root: of the workspace.
  static func find(
    for sender: String, _ server: DeliverySettings.SMTPServer, root: String, _ surroundings: Surroundings
  ) throws(Problem) -> MailPassword {
    let variable = variable(of: sender)
    if let text = surroundings.environment[variable], !text.isEmpty {
      return try MailPassword(.variable(variable), Array(text.utf8))
    }
    guard let written = server.passwordFile else { throw .none(variable: variable) }
    let path = surroundings.path(written)
    guard let real = OutsidePath.real(path) else { throw .unreadable(written) }
    if OutsidePath.isInside(real, root) { throw .insideWorkspace(written) }
    // One that waits for a writer, as a pipe does, is no file.
    let descriptor = open(real, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    defer { if descriptor >= 0 { close(descriptor) } }
    var status = stat()
    guard descriptor >= 0 ? fstat(descriptor, &status) == 0 : stat(real, &status) == 0,
      status.st_mode & S_IFMT == S_IFREG
    else { throw .unreadable(written) }
    let mode = UInt32(status.st_mode & 0o777)
    guard mode & 0o077 == 0 else {
      throw .readableByOthers(written, path: real, mode: mode, isOurs: status.st_uid == geteuid())
    }
    guard descriptor >= 0, status.st_size > 0 else { throw .unreadable(written) }
    var bytes = [UInt8](repeating: 0, count: longest + 2)
    let count = read(descriptor, &bytes, bytes.count)
    guard count > 0 else { throw .unreadable(written) }
    return try MailPassword(.file(written), Array(bytes[..<count]))
  }

  /// The text but for the line end that editors add.
  private init(_ source: Source, _ bytes: [UInt8]) throws(Problem) {
    var bytes = bytes
    while let last = bytes.last, last == 0x0A || last == 0x0D { bytes.removeLast() }
    guard !bytes.isEmpty, bytes.count <= MailPassword.longest,
      !bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }),
      let text = String(validating: bytes, as: UTF8.self)
    else { throw .notAPassword(source) }
    self.source = source
    self.text = text
  }
}

/// Paths of what must not lie in the workspace.
enum OutsidePath {
  /// Free of symbolic links; `nil` where there is nothing.
  static func real(_ path: String) -> String? {
    guard let found = realpath(path, nil) else { return nil }
    defer { free(found) }
    return String(cString: found)
  }

  /// - Parameter path: free of symbolic links.
  static func isInside(_ path: String, _ root: String) -> Bool {
    let root = real(root) ?? root
    return path == root || path.hasPrefix(root.hasSuffix("/") ? root : root + "/")
  }
}

extension Surroundings {
  /// `~/` written out.
  func path(_ written: String) -> String {
    written.hasPrefix("~/") ? home + written.dropFirst() : written
  }
}
