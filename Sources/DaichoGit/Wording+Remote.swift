import DaichoModel

/// What can go wrong between repositories.
extension DaichoError {
  static func unusableRemote(_ address: String) -> DaichoError {
    let shown = address.unicodeScalars.filter { !TextSafety.isUnsafe($0) }.map(String.init).joined()
    return DaichoError("unusable-remote", .unusableRemote(shown), hint: .remoteForms)
  }

  static func noSuchRemote(_ name: String) -> DaichoError {
    DaichoError("no-such-remote", .noSuchRemote(name), hint: .addRemote(name))
  }

  static func remoteUnreachable(_ address: String, _ detail: String) -> DaichoError {
    DaichoError("remote-unreachable", .remoteUnreachable(address), hint: .checkRemote, details: [detail])
  }

  static func remoteSilent(_ address: String, _ patience: Duration) -> DaichoError {
    DaichoError(
      "remote-silent", .remoteSilent(address, Int(patience.components.seconds)), hint: .waitLonger)
  }

  static func pushRejected(_ address: String, _ reason: String) -> DaichoError {
    DaichoError("push-rejected", .pushRejected(address), hint: .syncAgain, details: [reason])
  }

  static func sshRefused(_ address: String, lockedKeys: [String], _ detail: String) -> DaichoError {
    DaichoError(
      "not-let-in", .notLetIn(address), hint: lockedKeys.first.map(Wording.addKey) ?? .makeKey,
      details: [detail])
  }

  static func loginRefused(
    _ address: String, host: String, wasAsked: Bool, _ detail: String
  ) -> DaichoError {
    DaichoError(
      "not-let-in", .notLetIn(address), hint: wasAsked ? .renewToken(host) : .giveToken(host),
      details: [detail])
  }

  static func untrustedCertificate(_ host: String) -> DaichoError {
    DaichoError("untrusted-certificate", .untrustedCertificate(host), hint: .trustCertificate)
  }

  static func unknownHostKey(_ host: String, port: Int, _ fingerprint: String) -> DaichoError {
    DaichoError(
      "unknown-host-key", .unknownHostKey(host, fingerprint), hint: .compareFingerprint(host, port: port))
  }
}

extension Wording {
  static func unusableRemote(_ address: String) -> Wording {
    Wording(en: "daicho does not go to this address: \(address)", ja: "このアドレスには接続しません：\(address)")
  }

  static let remoteForms = Wording(
    en: "use ssh (git@HOST:PATH), https://HOST/PATH or a folder: git remote set-url origin ADDRESS",
    ja: "ssh（git@HOST:PATH）、https://HOST/PATH かフォルダーを指定してください：git remote set-url origin アドレス")

  static func noSuchRemote(_ name: String) -> Wording {
    Wording(en: "there is no remote '\(name)'", ja: "「\(name)」というリモートはありません")
  }

  static func addRemote(_ name: String) -> Wording {
    Wording(
      en: "make an empty repository at your host, then: git remote add \(name) ADDRESS",
      ja: "共有先に空のリポジトリを作り、git remote add \(name) アドレス を実行してください")
  }

  static func remoteUnreachable(_ address: String) -> Wording {
    Wording(en: "cannot reach \(address)", ja: "\(address) に接続できません")
  }

  static func remoteSilent(_ address: String, _ seconds: Int) -> Wording {
    Wording(
      en: "\(address) has said nothing for \(seconds) s", ja: "\(address) から\(seconds)秒間応答がありません")
  }

  static let waitLonger = Wording(
    en: "try again later, or wait longer: daicho sync --timeout 300; nothing is lost, your commits are here",
    ja: "時間をおくか、長く待ってください（daicho sync --timeout 300）。記録はこのパソコンに残っています")

  static let checkRemote = Wording(
    en: "check the network and the address (git remote -v); nothing is lost, your commits are here",
    ja: "ネットワークとアドレス（git remote -v）を確認してください。記録はこのパソコンに残っています")

  static func pushRejected(_ address: String) -> Wording {
    Wording(en: "\(address) did not take the commits", ja: "\(address) がコミットを受け付けませんでした")
  }

  static let syncAgain = Wording(
    en: "somebody may have been faster: run daicho sync again; if it stays so, ask who keeps the repository",
    ja: "ほかの人が先に送ったのかもしれません。もう一度 daicho sync を実行し、続く場合は管理者に確認してください")

  static func notLetIn(_ address: String) -> Wording {
    Wording(en: "\(address) did not let us in", ja: "\(address) にログインできません")
  }

  static func addKey(_ path: String) -> Wording {
    Wording(en: "your key has a passphrase: ssh-add \(path)", ja: "鍵にパスフレーズがあります：ssh-add \(path)")
  }

  static let makeKey = Wording(
    en:
      "give your host a key of the kind ed25519: ssh-keygen -t ed25519, then paste ~/.ssh/id_ed25519.pub there",
    ja: "ed25519の鍵を作り（ssh-keygen -t ed25519）、~/.ssh/id_ed25519.pub を共有先に登録してください")

  static func giveToken(_ host: String) -> Wording {
    Wording(
      en: "set DAICHO_GIT_TOKEN to a token of \(host) and DAICHO_GIT_HOST=\(host), or a credential helper: "
        + "git config --global credential.helper store",
      ja: "DAICHO_GIT_TOKEN に \(host) のトークン、DAICHO_GIT_HOST に \(host) を設定するか、"
        + "git config --global credential.helper store を使ってください")
  }

  static func renewToken(_ host: String) -> Wording {
    Wording(
      en: "the token or password for \(host) is wrong, expired, or may not write to this repository",
      ja: "\(host) のトークンやパスワードが間違っているか、期限切れか、書き込み権限がありません")
  }

  static func untrustedCertificate(_ host: String) -> Wording {
    Wording(en: "the certificate of \(host) cannot be trusted", ja: "\(host) の証明書を信頼できません")
  }

  static let trustCertificate = Wording(
    en: "if it is your own authority's: git config --global http.sslCAInfo FILE",
    ja: "自社の認証局のものなら、git config --global http.sslCAInfo ファイル を設定してください")

  static func unknownHostKey(_ host: String, _ fingerprint: String) -> Wording {
    Wording(
      en: "the key of \(host) is not the one in ~/.ssh/known_hosts, or none is there: \(fingerprint)",
      ja: "\(host) の鍵が ~/.ssh/known_hosts にないか、登録と違います：\(fingerprint)")
  }

  static func compareFingerprint(_ host: String, port: Int) -> Wording {
    let option = port == 22 ? "" : " -p \(port)"
    return Wording(
      en:
        "compare it with what your host publishes; if it is the same: ssh-keyscan\(option) \(host) >> ~/.ssh/known_hosts",
      ja: "共有先が公開している値と比べ、同じなら ssh-keyscan\(option) \(host) >> ~/.ssh/known_hosts を実行してください")
  }
}
