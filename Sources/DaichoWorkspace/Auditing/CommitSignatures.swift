import DaichoDigest
import DaichoFiles
import DaichoGit
import DaichoIndex
import DaichoModel
import Foundation

/// Whether commits are signed, and by whom git's allowed-signers file lets sign.
struct CommitSignatures {
  /// As `gpg.ssh.allowedSignersFile` names it; `nil` where it is not set, and presence is all that is asked.
  let file: String?
  private let repository: Repository
  private var signers: [AllowedSigner] = []

  init(_ workspace: Workspace, _ repository: Repository) throws(DaichoError) {
    self.repository = repository
    guard let path = try repository.configuration("gpg.ssh.allowedSignersFile") else {
      file = nil
      return
    }
    let full = NSString(string: path).expandingTildeInPath
    guard let data = FileManager.default.contents(atPath: full) else { throw .noAllowedSigners(path) }
    file = path
    signers = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isNewline).compactMap {
      AllowedSigner($0)
    }
  }

  /// `nil` where there is nothing to say against it.
  func finding(_ commit: HistoryCommit) throws(DaichoError) -> AuditFinding? {
    guard let id = ObjectID(commit.id), let signature = try repository.signature(of: id) else {
      return AuditFinding(.attention, .unsigned, commit, .isUnsigned)
    }
    guard file != nil else { return nil }
    guard let parsed = SSHSignature(armored: signature.text) else {
      return AuditFinding(.attention, .unverified, commit, .cannotVerify(commit.signature ?? "openpgp"))
    }
    guard parsed.namespace == "git" else {
      return AuditFinding(.attention, .badSignature, commit, .signatureIsFalse)
    }
    switch parsed.verify(signature.signed) {
    case .invalid: return AuditFinding(.attention, .badSignature, commit, .signatureIsFalse)
    case .unknownAlgorithm(let name):
      return AuditFinding(.attention, .unverified, commit, .cannotVerify(name))
    case .valid:
      if signers.contains(where: { $0.allows(parsed.publicKey, at: commit.committedAt) }) { return nil }
      return AuditFinding(.attention, .unknownSigner, commit, .signerIsUnknown)
    }
  }
}

/// A line of an allowed-signers file (ssh-keygen(1)): who, options, a key.
private struct AllowedSigner {
  private let key: [UInt8]
  private let namespaces: [Substring]
  /// Seconds since 1970.
  private var validAfter: Int64?
  private var validBefore: Int64?

  init?(_ line: Substring) {
    let words = AllowedSigner.words(line)
    guard let first = words.first, !first.hasPrefix("#"),
      let type = words.dropFirst().firstIndex(where: AllowedSigner.isKeyType), type + 1 < words.count,
      let data = Data(base64Encoded: String(words[type + 1]))
    else { return nil }
    key = Array(data)
    var namespaces: [Substring] = []
    for option in words[1..<type].flatMap({ AllowedSigner.options($0) }) {
      let parts = option.split(separator: "=", maxSplits: 1)
      let value = parts.count > 1 ? parts[1].filter { $0 != "\"" } : ""
      switch parts[0].lowercased() {
      case "namespaces": namespaces = Substring(value).split(separator: ",")
      case "valid-after": validAfter = AllowedSigner.time(value)
      case "valid-before": validBefore = AllowedSigner.time(value)
      // A certificate's key signs keys, not commits.
      case "cert-authority": return nil
      default: break
      }
    }
    self.namespaces = namespaces
  }

  func allows(_ key: [UInt8], at time: Int64) -> Bool {
    self.key == key && (namespaces.isEmpty || namespaces.contains("git")) && validAfter ?? .min <= time
      && time < validBefore ?? .max
  }

  private static func isKeyType(_ word: Substring) -> Bool {
    ["ssh-", "ecdsa-sha2-", "sk-ssh-", "sk-ecdsa-"].contains { word.hasPrefix($0) }
  }

  /// Parts between blanks, those in quotes whole.
  private static func words(_ line: Substring) -> [Substring] {
    var isQuoted = false
    return line.split { character in
      if character == "\"" { isQuoted.toggle() }
      return !isQuoted && (character == " " || character == "\t")
    }
  }

  private static func options(_ word: Substring) -> [Substring] {
    var isQuoted = false
    return word.split { character in
      if character == "\"" { isQuoted.toggle() }
      return !isQuoted && character == ","
    }
  }

  /// `YYYYMMDD[HHMM[SS]][Z]`, taken as UTC.
  private static func time(_ text: String) -> Int64? {
    let digits = text.filter(\.isASCII).filter(\.isNumber)
    guard digits.count >= 8, let year = Int(digits.prefix(4)), let month = Int(digits.dropFirst(4).prefix(2)),
      let day = Int(digits.dropFirst(6).prefix(2)),
      let date = CalendarDate(year: year, month: month, day: day)
    else { return nil }
    let clock = digits.dropFirst(8)
    func part(_ start: Int) -> Int64 { Int64(clock.dropFirst(start).prefix(2)) ?? 0 }
    return Int64(date.day) * 86_400 + part(0) * 3600 + part(2) * 60 + part(4)
  }
}
