import CCurl
import DaichoDigest
import DaichoModel
import Foundation

/// Asks the server behind `base_url` to prove that it has this workspace's key: without it, every link of a
/// mail would lead to nobody who can read it.
///
/// `GET BASE/.well-known/daicho?challenge=NONCE` is answered by
/// `{"daicho": 1, "fingerprint": "…", "answer": "…"}`, the answer being `WorkspaceKey.livenessAnswer`.
package struct BaseURLProbe: Sendable {
  /// As in daicho.yml.
  package let base: String
  /// A file of certificate authorities to trust in place of the system's.
  package var certificates: String?
  /// `nil`: none.
  package var proxy: String?
  package var timeout: Duration = .seconds(10)
  package var isAborted: @Sendable () -> Bool = { false }

  package static let path = "/.well-known/daicho"
  private static let longestAnswer = 4_096

  package init(_ base: String) { self.base = base }

  /// - Parameter challenge: made for this one question, so that an answer heard once is of no use: letters
  ///   and digits, 16 to 128 of them.
  /// - Throws: `base-url-invalid`, `base-url-unreachable`, `base-url-redirects`, `base-url-not-daicho`,
  ///   `base-url-other-key`.
  package func ask(_ key: WorkspaceKey, challenge: String) throws(DaichoError) {
    let base = base.hasSuffix("/") ? String(base.dropLast()) : base
    let scheme = base.prefix { $0 != ":" }.lowercased()
    guard ["http", "https"].contains(scheme), (16...128).contains(challenge.utf8.count),
      challenge.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }), let handle = CurlHandle()
    else { throw DaichoError("base-url-invalid", .badBaseURL, hint: .useFinalAddress) }
    let answer = try get("\(base)\(BaseURLProbe.path)?challenge=\(challenge)", handle)
    guard (200..<300).contains(answer.status),
      let said = try? JSONDecoder().decode(Said.self, from: answer.body),
      said.daicho == 1
    else {
      throw DaichoError(
        "base-url-not-daicho", .baseURLAnswersOtherwise(base, answer.status), hint: .startServer)
    }
    let expected = Array(key.livenessAnswer(to: challenge).utf8)
    guard Digest.areEqual(expected, Array(said.answer.lowercased().utf8)) else {
      let theirs = said.fingerprint.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }.prefix(16)
      throw DaichoError(
        "base-url-other-key", .baseURLHasOtherKey(base, String(theirs), key.fingerprint), hint: .bringKey)
    }
  }

  private struct Said: Decodable {
    let daicho: Int
    let fingerprint: String
    let answer: String
  }

  // MARK: HTTP

  private func get(
    _ url: String, _ handle: CurlHandle
  ) throws(DaichoError) -> (status: Int, body: Data) {
    let call = Call(isAborted)
    let context = Unmanaged.passUnretained(call).toOpaque()
    handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
    handle.set(CURLOPT_URL, url)
    handle.set(CURLOPT_FOLLOWLOCATION, false)
    handle.set(CURLOPT_USERAGENT, "daicho")
    handle.set(CURLOPT_TIMEOUT_MS, max(1, timeout.milliseconds))
    if let proxy { handle.set(CURLOPT_PROXY, proxy) }
    handle.verifyTLS(certificates)
    handle.set(CURLOPT_WRITEDATA, pointer: context)
    handle.set(CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      return Call.at(context).take(UnsafeRawBufferPointer(start: bytes, count: size * count))
    }
    handle.set(CURLOPT_NOPROGRESS, false)
    handle.set(CURLOPT_XFERINFODATA, pointer: context)
    handle.set(progress: { context, _, _, _, _ in context.map { Call.at($0).isAborted() } ?? true ? 1 : 0 })
    let code = withExtendedLifetime(call) { handle.perform() }
    let status = handle.long(CURLINFO_RESPONSE_CODE)
    if (300..<400).contains(status), let place = handle.text(CURLINFO_REDIRECT_URL) {
      // Without the challenge.
      let shown = String(TextSafety.visible(place).prefix { $0 != "?" && $0 != "#" }.prefix(200))
      throw DaichoError("base-url-redirects", .baseURLRedirects(base, shown), hint: .useFinalAddress)
    }
    // Too long an answer is somebody else's.
    guard code == CURLE_OK || call.isTooLong else {
      throw DaichoError(
        "base-url-unreachable",
        .baseURLUnreachable(base, TextSafety.visible(String(handle.words(for: code).prefix(200)))),
        hint: .startServer)
    }
    return (status, call.isTooLong ? Data() : call.body)
  }

  /// What libcurl's callbacks share.
  private final class Call {
    private(set) var body = Data()
    private(set) var isTooLong = false
    let isAborted: @Sendable () -> Bool

    init(_ isAborted: @escaping @Sendable () -> Bool) { self.isAborted = isAborted }

    /// - Returns: how many of the bytes were taken; fewer end the transfer.
    func take(_ bytes: UnsafeRawBufferPointer) -> Int {
      guard body.count + bytes.count <= BaseURLProbe.longestAnswer else {
        isTooLong = true
        return 0
      }
      body.append(contentsOf: bytes)
      return bytes.count
    }

    static func at(_ context: UnsafeMutableRawPointer) -> Call {
      Unmanaged<Call>.fromOpaque(context).takeUnretainedValue()
    }
  }
}
