import DaichoModel
import GRDB

/// A commit as the history index has it.
package struct HistoryCommit: Sendable, Hashable {
  package let seq: Int64
  /// 40 hexadecimal digits.
  package let id: String
  /// Ascends from every parent to its children; newest last.
  package let position: Int64
  package let author: String
  package let email: String
  /// Seconds since 1970, by the author's clock.
  package let at: Int64
  /// Minutes east of UTC, as the author's clock had it.
  package let zone: Int
  package let committer: String
  package let committedAt: Int64
  package let subject: String
  /// What its message says besides the subject and the trailers.
  package let reason: String?
  package let trailers: String?
  /// `nil` for a commit made outside daicho.
  package let action: String?
  /// `ssh`, `openpgp`, `x509`; nobody has verified it.
  package let signature: String?

  /// The columns that `init` reads, from `commits c`.
  static let columns = """
    c.seq, lower(hex(c.id)), c.position, c.author, c.email, c.at, c.zone, c.committer, c.committed_at, c.subject,
    c.reason, c.trailers, c.action, c.signature
    """
  static let columnCount = 14

  init(_ row: Row) {
    seq = row[0]
    id = row[1]
    position = row[2]
    author = row[3]
    email = row[4]
    at = row[5]
    zone = row[6]
    committer = row[7]
    committedAt = row[8]
    subject = row[9]
    reason = row[10]
    trailers = row[11]
    action = row[12]
    signature = row[13]
  }

  package func trailer(_ key: String) -> String? {
    trailers?.split(separator: "\n").lazy.compactMap { line -> String? in
      guard let colon = line.firstRange(of: ": "), line[..<colon.lowerBound].lowercased() == key.lowercased()
      else { return nil }
      return String(line[colon.upperBound...])
    }.first
  }
}
