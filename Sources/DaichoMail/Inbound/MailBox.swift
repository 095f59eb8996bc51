import DaichoDigest
import DaichoModel
import Foundation

/// Mails that came in: a Maildir, an mbox, or one mail in a file. Nothing in it is changed.
package struct MailBox: Sendable {
  /// One of its mails.
  package struct Item: Sendable {
    /// For people: the file's name, or the place in an mbox.
    package let name: String
    /// The same mail has the same key whenever it is looked at: a Maildir's unique name, or a hash.
    package let key: String
    package let bytes: [UInt8]
  }

  /// Absolute.
  package let path: String

  package init(_ path: String) { self.path = path }

  /// Hands out the mails in the order they came in, as far as names tell.
  ///
  /// - Parameter isKnown: mails with such a key are passed over unread.
  /// - Throws: `no-mails`, `cannot-read`, and what `body` throws.
  package func each(
    isKnown: (String) -> Bool, _ body: (Item) throws(DaichoError) -> Void
  ) throws(DaichoError) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .cannotReadMails(path, ENOENT)
    }
    if isFolder.boolValue { try eachInFolder(isKnown, body) } else { try eachInFile(isKnown, body) }
  }

  private func eachInFolder(
    _ isKnown: (String) -> Bool, _ body: (Item) throws(DaichoError) -> Void
  ) throws(DaichoError) {
    var files: [(name: String, path: String)] = []
    var isMaildir = false
    for folder in ["new", "cur"] {
      guard let names = try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)") else {
        continue
      }
      isMaildir = true
      files += names.filter { !$0.hasPrefix(".") }.map { ($0, "\(path)/\(folder)/\($0)") }
    }
    guard isMaildir else { throw .noMailsThere(path) }
    for file in files.sorted(by: { $0.name < $1.name }) {
      // The flags behind the colon change when somebody reads the mail.
      let unique = String(file.name.prefix { $0 != ":" })
      let key = MailBox.key(of: "maildir \(unique)")
      if isKnown(key) { continue }
      // A mail program may have moved it meanwhile: the next run finds it.
      guard let bytes = MailBox.contents(file.path) else { continue }
      try body(Item(name: unique, key: key, bytes: bytes))
    }
  }

  private func eachInFile(
    _ isKnown: (String) -> Bool, _ body: (Item) throws(DaichoError) -> Void
  ) throws(DaichoError) {
    guard let bytes = MailBox.contents(path) else { throw .cannotReadMails(path, errno) }
    let name = (path as NSString).lastPathComponent
    func hand(_ mail: [UInt8], _ number: Int?) throws(DaichoError) {
      let key = MailBox.key(of: mail)
      if isKnown(key) { return }
      try body(Item(name: number.map { "\(name) #\($0)" } ?? name, key: key, bytes: mail))
    }
    guard bytes.starts(with: MailBox.separator) else {
      guard MailBox.looksLikeMail(bytes) else { throw .noMailsThere(path) }
      return try hand(bytes, nil)
    }
    var number = 0
    var mail: [UInt8] = []
    var isFirstLine = true
    var afterBlank = true
    for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if line.starts(with: MailBox.separator), afterBlank {
        if number > 0 { try hand(mail, number) }
        number += 1
        (mail, isFirstLine) = ([], true)
      }
      afterBlank = line.isEmpty || line.elementsEqual([0x0D])
      if isFirstLine {
        isFirstLine = false
        continue
      }
      // mboxrd: a line that began with From got one > more.
      let quoted = line.prefix { $0 == UInt8(ascii: ">") }.count
      let isQuoted = quoted > 0 && line.dropFirst(quoted).starts(with: MailBox.separator)
      mail += isQuoted ? line.dropFirst() : line
      mail.append(0x0A)
    }
    if number > 0 { try hand(mail, number) }
  }

  private static let separator = Array("From ".utf8)

  /// A first line that could be a header field.
  private static func looksLikeMail(_ bytes: [UInt8]) -> Bool {
    let line = bytes.prefix(200).prefix { $0 != 0x0A && $0 != 0x0D }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else { return false }
    return line[..<colon].allSatisfy { (0x21...0x7E).contains($0) }
  }

  private static func contents(_ path: String) -> [UInt8]? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    guard status.st_mode & S_IFMT == S_IFREG else {
      errno = EINVAL
      return nil
    }
    return FileManager.default.contents(atPath: path).map(Array.init)
  }

  private static func key(of text: String) -> String { key(of: Array(text.utf8)) }

  private static func key(of bytes: [UInt8]) -> String {
    Digest.hexadecimal(Digest.sha256(bytes).prefix(12))
  }
}
