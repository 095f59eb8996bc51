import CGit2
import DaichoModel
import Foundation

/// One conversation with a remote, for libgit2's callbacks.
final class RemoteConnection {
  let address: RemoteAddress
  private let access: RemoteAccess
  private let silence: SilenceWatch
  private let progress: (Int, Int) -> Void
  /// Private keys without a passphrase.
  private var untried: [String]
  private var lockedKeys: [String] = []
  private var hasAskedLogin = false
  private var isAgentTried = false
  /// Why a callback ended the conversation.
  private var failure: DaichoError?
  /// What the remote said about each ref that it refused.
  private(set) var refusals: [String] = []

  init(_ address: RemoteAddress, _ access: RemoteAccess, progress: @escaping (Int, Int) -> Void) {
    (self.address, self.access, self.progress) = (address, access, progress)
    silence = SilenceWatch(patience: access.patience, port: access.proxy == nil ? address.port : nil)
    untried = []
    guard case .ssh = address.way, let folder = access.keyFolder else { return }
    for name in ["id_ed25519", "id_ecdsa", "id_rsa"] {
      let path = folder + "/" + name
      guard let data = FileManager.default.contents(atPath: path) else { continue }
      if Self.isLocked(Array(data)) { lockedKeys.append(path) } else { untried.append(path) }
    }
  }

  /// Whether a private key's file needs a passphrase.
  static func isLocked(_ key: [UInt8]) -> Bool {
    let text = String(decoding: key, as: UTF8.self)
    if text.contains("ENCRYPTED") { return true }
    guard text.contains("BEGIN OPENSSH PRIVATE KEY") else { return false }
    let base64 = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("-----") }.joined()
    guard let data = Data(base64Encoded: base64) else { return false }
    // "openssh-key-v1", NUL, then the name of the cipher after its length.
    return !data.dropFirst(15).starts(with: [0, 0, 0, 4] + Array("none".utf8))
  }

  /// Runs one libgit2 call with the callbacks of this conversation.
  func run(_ body: (git_remote_callbacks) -> Int32) throws(DaichoError) {
    var callbacks = git_remote_callbacks()
    try check(git_remote_init_callbacks(&callbacks, UInt32(GIT_REMOTE_CALLBACKS_VERSION)))
    callbacks.payload = Unmanaged.passUnretained(self).toOpaque()
    callbacks.credentials = { out, url, user, allowed, payload in
      guard let payload else { return GIT_PASSTHROUGH.rawValue }
      let connection = Unmanaged<RemoteConnection>.fromOpaque(payload).takeUnretainedValue()
      return connection.credential(
        out, url.map { String(cString: $0) } ?? "", user.map { String(cString: $0) }, allowed)
    }
    callbacks.certificate_check = { certificate, isValid, host, payload in
      guard let payload else { return -1 }
      let connection = Unmanaged<RemoteConnection>.fromOpaque(payload).takeUnretainedValue()
      return connection.accept(certificate, isValid == 1, host.map { String(cString: $0) } ?? "")
    }
    callbacks.transfer_progress = { state, payload in
      guard let payload, let state else { return 0 }
      let connection = Unmanaged<RemoteConnection>.fromOpaque(payload).takeUnretainedValue()
      connection.silence.hear()
      connection.progress(Int(state.pointee.received_objects), Int(state.pointee.total_objects))
      return 0
    }
    callbacks.sideband_progress = { _, _, payload in
      guard let payload else { return 0 }
      Unmanaged<RemoteConnection>.fromOpaque(payload).takeUnretainedValue().silence.hear()
      return 0
    }
    callbacks.push_transfer_progress = { _, _, _, payload in
      guard let payload else { return 0 }
      Unmanaged<RemoteConnection>.fromOpaque(payload).takeUnretainedValue().silence.hear()
      return 0
    }
    callbacks.pack_progress = { _, _, _, payload in
      guard let payload else { return 0 }
      Unmanaged<RemoteConnection>.fromOpaque(payload).takeUnretainedValue().silence.hear()
      return 0
    }
    callbacks.push_update_reference = { ref, status, payload in
      guard let payload, let status else { return 0 }
      let connection = Unmanaged<RemoteConnection>.fromOpaque(payload).takeUnretainedValue()
      connection.refusals.append(String(cString: status))
      return 0
    }
    var status = withExtendedLifetime(self) { silence.guarding { body(callbacks) } }
    if status < 0, failure == nil, isAgentTried, Self.lastDetail(status).contains("connecting with agent") {
      // SSH_AUTH_SOCK of an agent that has gone; the keys may do.
      status = withExtendedLifetime(self) { silence.guarding { body(callbacks) } }
    }
    if let failure {
      self.failure = nil
      throw failure
    }
    guard status < 0 else { return }
    if silence.hasCut { throw .remoteSilent(address.shown, access.patience) }
    if status == GIT_ENONFASTFORWARD.rawValue { throw .pushRejected(address.shown, "non-fast-forward") }
    let detail = Self.lastDetail(status)
    if status == GIT_EAUTH.rawValue { throw notLetIn(detail) }
    let error = gitError(status)
    throw error.code == "git-failed" ? .remoteUnreachable(address.shown, detail) : error
  }

  private static func lastDetail(_ status: Int32) -> String {
    git_error_last().flatMap { $0.pointee.message.map { String(cString: $0) } } ?? "libgit2 \(status)"
  }

  private func fail(_ error: DaichoError) -> Int32 {
    failure = error
    return GIT_EUSER.rawValue
  }

  // MARK: Who we are

  private func credential(
    _ out: UnsafeMutablePointer<UnsafeMutablePointer<git_credential>?>?, _ url: String, _ user: String?,
    _ allowed: UInt32
  ) -> Int32 {
    guard let out else { return GIT_PASSTHROUGH.rawValue }
    func allows(_ type: git_credential_t) -> Bool { allowed & type.rawValue != 0 }
    switch address.way {
    case .folder: return GIT_PASSTHROUGH.rawValue
    case .ssh(_, _, let named):
      let user = named ?? user ?? access.userName ?? "git"
      if allows(GIT_CREDENTIAL_USERNAME) { return git_credential_username_new(out, user) }
      guard allows(GIT_CREDENTIAL_SSH_KEY) else { return fail(notLetIn("publickey")) }
      if access.hasAgent, !isAgentTried {
        isAgentTried = true
        return git_credential_ssh_key_from_agent(out, user)
      }
      guard !untried.isEmpty else { return fail(notLetIn("publickey")) }
      let key = untried.removeFirst()
      let isPublicThere = FileManager.default.fileExists(atPath: key + ".pub")
      return git_credential_ssh_key_new(out, user, isPublicThere ? key + ".pub" : nil, key, nil)
    case .https(let host, let user):
      // A redirection must not carry the token elsewhere.
      guard case .https(host, _)? = (try? RemoteAddress(url, relativeTo: "/"))?.way,
        allows(GIT_CREDENTIAL_USERPASS_PLAINTEXT), !hasAskedLogin
      else { return fail(notLetIn(hasAskedLogin ? "login refused" : "no login")) }
      switch silence.pausing({ access.login(host, user) }) {
      case .failure(let error): return fail(error)
      case .success(nil): return fail(notLetIn("no login"))
      case .success(let login?):
        hasAskedLogin = true
        return git_credential_userpass_plaintext_new(out, login.user, login.password)
      }
    }
  }

  private func notLetIn(_ detail: String) -> DaichoError {
    switch address.way {
    case .ssh: .sshRefused(address.shown, lockedKeys: lockedKeys, detail)
    case .https(let host, _): .loginRefused(address.shown, host: host, wasAsked: hasAskedLogin, detail)
    case .folder: .remoteUnreachable(address.shown, detail)
    }
  }

  // MARK: Who they are

  private func accept(
    _ certificate: UnsafeMutablePointer<git_cert>?, _ isValid: Bool, _ host: String
  ) -> Int32 {
    guard let certificate else { return -1 }
    if isValid { return 0 }
    guard certificate.pointee.cert_type == GIT_CERT_HOSTKEY_LIBSSH2 else {
      return fail(.untrustedCertificate(host))
    }
    let key = UnsafeRawPointer(certificate).assumingMemoryBound(to: git_cert_hostkey.self).pointee
    var fingerprint = "?"
    if key.type.rawValue & GIT_CERT_SSH_SHA256.rawValue != 0 {
      let hash = withUnsafeBytes(of: key.hash_sha256) { Data($0) }
      fingerprint = "SHA256:" + hash.base64EncodedString().filter { $0 != "=" }
    }
    let port: Int
    if case .ssh(_, let number, _) = address.way { port = number } else { port = 22 }
    return fail(.unknownHostKey(host, port: port, fingerprint))
  }
}
