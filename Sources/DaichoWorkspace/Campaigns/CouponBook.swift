import DaichoDigest
import DaichoFiles
import DaichoIndex
import DaichoMail
import DaichoModel

/// Gives every recipient of a campaign their code: the same one whenever it is asked, and no two people the
/// same, unless the campaign has one for all.
package struct CouponBook: Sendable {
  /// Without vowels, so that no code is a word, and without letters and digits that look alike: B and 8, S
  /// and 5, Z and 2, O and 0, I, L and 1, U and V.
  static let alphabet = Array("CDFGHJKMNPQRTVWXY34679".utf8)

  private enum Source {
    case shared(String)
    case derived(prefix: String, length: Int, key: [UInt8])
    /// In the order of the file, each once.
    case list([String], file: String)
  }

  private let source: Source?

  /// - Parameter key: codes are derived from it where each recipient has one of their own, so that nobody
  ///   without it can tell another's.
  /// - Throws: `no-key`, `codes-unreadable` and the errors of reading the file of codes.
  package init(_ workspace: Workspace, _ campaign: Campaign, key: WorkspaceKey?) throws(DaichoError) {
    switch campaign.coupon?.codes {
    case nil: source = nil
    case .shared(let code)?: source = .shared(code)
    case .each(let prefix, let length)?:
      guard let key else { throw .couponsNeedKey(campaign.found.path) }
      source = .derived(
        prefix: prefix, length: length, key: key.derived(for: "coupon \(campaign.id.key)"))
    case .file(let path)?:
      source = .list(try CouponBook.codes(in: workspace.files.bytes(at: path), path: path), file: path)
    }
  }

  /// The codes of these folded addresses, in their order; `nil` each where the campaign has no coupon.
  ///
  /// - Parameters:
  ///   - occurrence: of a campaign that repeats: another one brings another code.
  ///   - given: codes that others have been given, which nobody gets again.
  /// - Throws: `too-few-codes`.
  package func codes(
    for addresses: [String], occurrence: String? = nil, alreadyGiven given: Set<String> = []
  ) throws(DaichoError) -> [String?] {
    switch source {
    case nil: return addresses.map { _ in nil }
    case .shared(let code)?: return addresses.map { _ in code }
    case .derived(let prefix, let length, let key)?:
      var taken = given
      return addresses.map { address in
        var attempt = 0
        while true {
          let code = prefix + CouponBook.code(key, occurrence, address, attempt, length)
          if taken.insert(code).inserted { return code }
          attempt += 1
        }
      }
    case .list(let codes, let file)?:
      var left = codes.lazy.filter { !given.contains($0) }.makeIterator()
      var found: [String?] = []
      for _ in addresses {
        guard let code = left.next() else {
          throw .tooFewCodes(codes.count { !given.contains($0) }, for: addresses.count, file)
        }
        found.append(code)
      }
      return found
    }
  }

  /// Of a file of codes: how many it holds; `nil` of any other coupon.
  package var available: Int? {
    if case .list(let codes, _)? = source { codes.count } else { nil }
  }

  // MARK: Codes

  private static func code(
    _ key: [UInt8], _ occurrence: String?, _ address: String, _ attempt: Int, _ length: Int
  ) -> String {
    var letters: [UInt8] = []
    var block = 0
    while letters.count < length {
      let message = ["\(attempt)", "\(block)", occurrence ?? "", address].joined(separator: "\0")
      // A byte beyond the last whole round of the alphabet would favour its first letters.
      let limit = UInt8(256 / alphabet.count * alphabet.count)
      for byte in Digest.hmacSHA256(message.utf8, key: key) where byte < limit && letters.count < length {
        letters.append(alphabet[Int(byte) % alphabet.count])
      }
      block += 1
    }
    return String(decoding: letters, as: UTF8.self)
  }

  /// The first column of each line, each code once; a heading that says `code` is none.
  static func codes(in bytes: [UInt8], path: String) throws(DaichoError) -> [String] {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .codesUnreadable(path) }
    var seen: Set<String> = []
    var codes: [String] = []
    for (number, line) in text.split(whereSeparator: \.isNewline).enumerated() {
      let cell = line.prefix { $0 != "," && $0 != "\t" && $0 != ";" }
      let code = String(cell.filter { !$0.isWhitespace && $0 != "\"" && $0 != "\u{FEFF}" })
      let isHeading = number == 0 && ["code", "coupon", "クーポン", "コード", "クーポンコード"].contains(code.lowercased())
      guard !code.isEmpty, !isHeading, seen.insert(code).inserted else { continue }
      guard code.utf8.count <= 60, code.utf8.allSatisfy({ (0x21..<0x7F).contains($0) }) else {
        throw .badCode(path, line: number + 1)
      }
      codes.append(code)
    }
    return codes
  }
}
