import DaichoModel

/// What the couriers say. Nothing here may hold a customer's data.
extension Wording {
  static let stoppedByRequest = Wording(en: "stopped by request", ja: "中止の指示により止めました")
  static let badMailHost = Wording(
    en: "the mail server's name is not one", ja: "メールサーバーの名前として読めません")
  static let correctMailHost = Wording(
    en: "write smtp.host in daicho.yml as a name or an address, without a scheme or a port",
    ja: "daicho.ymlのsmtp.hostには、名前かアドレスだけを書いてください（https://やポートは付けません）")
  static let wouldBeUnencrypted = Wording(
    en: "security: none would send every mail unencrypted over the network",
    ja: "security: none では、メールが暗号化されずにネットワークへ送られます")
  static let encrypt = Wording(
    en: "use starttls or tls; where the network in between is your own, say so with unencrypted: yes",
    ja: "starttlsかtlsを使ってください。間のネットワークが自社のものなら unencrypted: yes と書いてください")
  static let passwordWouldBeUnencrypted = Wording(
    en: "security: none would send the password unencrypted", ja: "security: none では、パスワードが暗号化されずに送られます")
  static let encryptLogin = Wording(
    en: "use starttls or tls, or leave 'user' out", ja: "starttlsかtlsを使うか、userを消してください")
  static let correctSecurity = Wording(
    en: "ask your provider which port and which security (starttls on 587, tls on 465) the server speaks",
    ja: "ポートとsecurity（587ならstarttls、465ならtls）をメール事業者に確認してください")
  static let giveCertificates = Wording(
    en:
      "check smtp.host; where the certificate is from an authority of your own, give its file as certificates:",
    ja: "smtp.hostを確かめてください。自社の認証局の証明書なら、そのファイルを certificates: に書いてください")
  static let certificateFileUnreadable = Wording(
    en: "the file of certificates to trust cannot be read", ja: "信頼する証明書のファイルが読めません")
  static let correctCertificates = Wording(
    en: "see certificates: of the sender's smtp, and SSL_CERT_FILE; it must be in PEM",
    ja: "送信者のsmtpのcertificates:と、SSL_CERT_FILEを確かめてください（PEM形式）")
  static let correctLogin = Wording(
    en: "check smtp.user and the password; some providers want one made for this program",
    ja: "smtp.userとパスワードを確かめてください。専用のパスワードが必要な事業者もあります")
  static let askProvider = Wording(
    en: "ask who runs the server; until then nothing can be sent by it",
    ja: "サーバーの管理者に確認してください。それまでは送れません")

  static let correctOutbox = Wording(
    en: "see the sender's outbox: in daicho.yml: a folder on a disk with room, that you may write to",
    ja: "daicho.ymlの送信者のoutbox:を確かめてください（空きがあり、書き込めるフォルダ）")

  static func outboxNotWritable(_ folder: String, _ reason: String) -> Wording {
    Wording(
      en: "the mail cannot be kept in \(folder): \(reason)", ja: "\(folder) にメールを書き込めません（\(reason)）")
  }

  static func baseURLUnreachable(_ url: String, _ words: String) -> Wording {
    Wording(en: "\(url) cannot be reached: \(words)", ja: "\(url) に接続できません（\(words)）")
  }

  static func baseURLRedirects(_ url: String, _ place: String) -> Wording {
    Wording(en: "\(url) sends callers on to \(place)", ja: "\(url) は \(place) へ転送されます")
  }

  static func baseURLAnswersOtherwise(_ url: String, _ status: Int) -> Wording {
    Wording(
      en: "at \(url) something answers (\(status)), but not this program's server",
      ja: "\(url) の応答（\(status)）は、このプログラムのサーバーのものではありません")
  }

  static func baseURLHasOtherKey(_ url: String, _ theirs: String, _ ours: String) -> Wording {
    Wording(
      en: "the server at \(url) has another key (\(theirs)) than this machine (\(ours))",
      ja: "\(url) のサーバーの鍵（\(theirs)）が、この端末の鍵（\(ours)）と違います")
  }

  static let badBaseURL = Wording(
    en: "base_url is not an http or https address", ja: "base_urlがhttp・httpsのアドレスになっていません")
  static let startServer = Wording(
    en: "run 'daicho serve' where base_url leads, and see that the way there is open",
    ja: "base_urlの先で daicho serve を動かし、そこまで届くことを確かめてください")
  static let useFinalAddress = Wording(
    en: "write the address where the server itself answers as base_url",
    ja: "サーバーが直接応答するアドレスをbase_urlに書いてください")
  static let bringKey = Wording(
    en: "bring the same key to both: daicho key export there, daicho key import here",
    ja: "同じ鍵を両方に入れてください（daicho key export と daicho key import）")

  static func mailServerSilent(_ place: String) -> Wording {
    Wording(en: "\(place) stopped answering", ja: "\(place) の応答が途絶えました")
  }

  static func mailServerGone(_ place: String) -> Wording {
    Wording(en: "\(place) broke the connection off", ja: "\(place) との接続が切れました")
  }

  static func mailServerTLS(_ place: String, _ words: String) -> Wording {
    Wording(
      en: "\(place) and this machine do not agree on TLS: \(words)",
      ja: "\(place) とのTLSの取り決めができません（\(words)）")
  }

  static func mailServerCertificate(_ place: String, _ words: String) -> Wording {
    Wording(
      en: "the certificate of \(place) cannot be trusted: \(words)", ja: "\(place) の証明書を信頼できません（\(words)）")
  }

  static func noCommonLogin(_ place: String) -> Wording {
    Wording(
      en: "\(place) offers no way to log in that this program knows", ja: "\(place) のログイン方式に対応していません")
  }

  static func mailLoginRefused(_ place: String, _ reply: SMTPReply) -> Wording {
    Wording(
      en: "\(place) refuses the login: \(reply.words)", ja: "\(place) がログインを拒否しました（\(reply.words)）")
  }

  static func mailSessionRefused(_ place: String, _ reply: SMTPReply) -> Wording {
    Wording(
      en: "\(place) does not serve this machine: \(reply.words)", ja: "\(place) がこの端末を拒否しました（\(reply.words)）")
  }

  static func mailFailed(_ place: String, _ words: String) -> Wording {
    Wording(en: "mail cannot be sent by \(place): \(words)", ja: "\(place) から送信できません（\(words)）")
  }
}

extension SMTPReply {
  /// As in a mail server's log: `535 5.7.8 Error: authentication failed`.
  package var words: String {
    ([String(code), enhanced ?? "", text].filter { !$0.isEmpty }).joined(separator: " ")
  }
}
