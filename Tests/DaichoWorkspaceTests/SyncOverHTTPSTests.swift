import DaichoTestSupport
import Foundation
import Testing

/// Against git's own `http-backend` behind TLS. `make test` installs what it takes; without it the tests are
/// skipped.
@Suite(.enabled(if: LoopbackHTTPS.isAvailable, "no python3 or no openssl on this machine"))
struct SyncOverHTTPSTests {
  @Test func bothLogOnOneCustomer() throws {
    let server = try LoopbackHTTPS()
    let team = try Team(environment: server.environment, url: server.url)
    try team.sato.daicho("log", "hanako-yamada", "call", "About the boxes.")
    try team.suzuki.daicho("log", "hanako-yamada", "email", "About the price.")
    try team.sato.daicho("sync")
    let answer = try team.suzuki.daicho("sync", "--format", "json").outputBytes
    let report = try #require(JSONSerialization.jsonObject(with: Data(answer)) as? [String: Any])
    #expect((report["received"] as? [Any])?.count == 1 && (report["sent"] as? [Any])?.count == 2)
    #expect(report["merge"] as? String == "sync: merge 1 commit of origin/main")
    #expect(report["branch"] as? String == "main" && report["dry_run"] as? Bool == false)
    try team.sato.daicho("sync")
    for clone in [team.sato, team.suzuki] {
      let text = try clone.read("customers/hanako-yamada.md")
      #expect(text.contains("About the boxes.") && text.contains("About the price."))
      #expect(try clone.status() == "")
      #expect(try clone.isSound())
    }
    #expect(try team.hub("rev-parse", "main") == team.sato.git("rev-parse", "HEAD"))
  }

  /// More than one buffer of it: a push in chunks.
  @Test func aLargeChangeGoesOutAndComesIn() throws {
    let server = try LoopbackHTTPS()
    let team = try Team(environment: server.environment, url: server.url)
    var random = SplitMix64(seed: 5)
    let rows = (0..<40_000).map { "2026-11-02,\(random.next()),hanako-yamada,\($0),1" }
    try team.sato.write(
      "date,order,customer,amount,line\n" + rows.joined(separator: "\n") + "\n", "orders/large.csv")
    try team.sato.daicho("commit")
    try team.sato.daicho("sync")
    try team.suzuki.daicho("sync")
    #expect(try team.suzuki.read("orders/large.csv") == team.sato.read("orders/large.csv"))
    #expect(try server.requests().contains { $0.contains("receive-pack 200") })
  }

  @Test func aWrongTokenIsToldApartFromNone() throws {
    let server = try LoopbackHTTPS()
    var environment = server.environment
    environment["DAICHO_GIT_TOKEN"] = "stale"
    let first = try Team(environment: environment, url: server.url)
    let wrong = try first.sato.daicho("sync", expecting: 2)
    #expect(wrong.stderr.contains("the token or password for \(server.host) is wrong"))
    environment["DAICHO_GIT_TOKEN"] = nil
    let second = try Team(environment: environment, url: server.url)
    let none = try second.sato.daicho("sync", expecting: 2)
    #expect(none.stderr.contains("DAICHO_GIT_HOST=\(server.host)"))
  }

  /// A repository may name any host: a token is for one.
  @Test func aTokenGoesToItsHostAlone() throws {
    let server = try LoopbackHTTPS()
    var environment = server.environment
    environment["DAICHO_GIT_HOST"] = "git.example"
    let team = try Team(environment: environment, url: server.url)
    let refused = try team.sato.daicho("sync", expecting: 2)
    #expect(refused.stderr.contains("did not let us in"))
    #expect(try !server.requests().contains { $0.contains(LoopbackHTTPS.token) })
  }

  @Test func aRedirectionDoesNotCarryTheToken() throws {
    let server = try LoopbackHTTPS(.redirecting)
    let team = try Team(environment: server.environment, url: server.url)
    let refused = try team.sato.daicho("sync", expecting: 2)
    #expect(try !server.requests().contains { $0.contains(LoopbackHTTPS.token) })
    #expect(!refused.stderr.contains(LoopbackHTTPS.token))
  }

  @Test func anUnknownAuthorityIsNotTrusted() throws {
    let server = try LoopbackHTTPS()
    var environment = server.environment
    environment["GIT_SSL_CAINFO"] = nil
    let team = try Team(environment: environment, url: server.url)
    let refused = try team.sato.daicho("sync", expecting: 2)
    #expect(refused.stderr.contains("the certificate of localhost cannot be trusted"))
    #expect(refused.stderr.contains("http.sslCAInfo"))
    #expect(try !server.requests().contains { $0.contains("GET") })
  }

  @Test func theCredentialHelperOfThePersonIsAsked() throws {
    let server = try LoopbackHTTPS()
    let home = try TemporaryFolder()
    try home.write("https://sato:\(LoopbackHTTPS.token)@localhost%3a\(server.port)\n", to: ".git-credentials")
    try home.write(
      "[credential]\n  helper = store\n[http]\n  sslCAInfo = \(server.certificates)\n", to: ".gitconfig")
    let team = try Team(home: home.path, environment: ["GIT_CONFIG_GLOBAL": ""], url: server.url)
    try team.sato.daicho("log", "hanako-yamada", "call", "About the boxes.")
    try team.sato.daicho("sync")
    #expect(try team.hub("rev-parse", "main") == team.sato.git("rev-parse", "HEAD"))
  }

  @Test func aHostThatLetsNobodyWriteSaysSo() throws {
    let server = try LoopbackHTTPS(.readOnly)
    let team = try Team(environment: server.environment, url: server.url)
    try team.sato.daicho("log", "hanako-yamada", "call", "About the boxes.")
    let refused = try team.sato.daicho("sync", expecting: 2)
    #expect(refused.stderr.contains("403"))
    #expect(try team.sato.git("log", "-1", "--format=%s").contains("log(hanako-yamada): call"))
  }

  @Test(arguments: [LoopbackHTTPS.Manner.silent, .speechless])
  func aHostThatSaysNothingIsGivenUp(manner: LoopbackHTTPS.Manner) throws {
    let server = try LoopbackHTTPS(manner)
    let team = try Team(environment: server.environment, url: server.url)
    let refused = try team.sato.daicho("sync", "--timeout", "1", expecting: 2)
    #expect(refused.stderr.contains("has said nothing for 1 s"))
    #expect(refused.stderr.contains("--timeout 300"))
  }
}
