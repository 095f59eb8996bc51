import DaichoModel
import DaichoTestSupport
import Foundation
import Testing

@testable import DaichoMail

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Against Python's own server, which works the answers out by RFC 5869 and RFC 2104.
@Suite(.enabled(if: Python.isAvailable && TestAuthority.isAvailable))
struct BaseURLProbeTests {
  private let key = WorkspaceKey(bytes: (1...32).map { UInt8($0) })
  private let challenge = "0123456789abcdef0123456789abcdef"

  private func code(_ site: Site, base: String? = nil, _ change: (inout BaseURLProbe) -> Void = { _ in })
    -> String
  {
    guard let key else { return "no key" }
    var probe = BaseURLProbe(base ?? site.url)
    probe.certificates = try? TestAuthority.shared().certificates
    change(&probe)
    let chosen = probe
    switch Result(catching: { () throws(DaichoError) in try chosen.ask(key, challenge: challenge) }) {
    case .success: return "answered"
    case .failure(let error): return error.code
    }
  }

  @Test(arguments: [
    ("right", "answered"), ("other", "base-url-other-key"), ("fixed", "base-url-other-key"),
    ("page", "base-url-not-daicho"), ("missing", "base-url-not-daicho"), ("endless", "base-url-not-daicho"),
    ("redirect", "base-url-redirects"), ("hangup", "base-url-unreachable"),
  ])
  func tellsWhoAnswers(manner: String, expected: String) throws {
    #expect(code(try Site(manner)) == expected)
  }

  @Test func verifiesTheCertificate() throws {
    let site = try Site("right", isEncrypted: true)
    #expect(code(site) == "answered")
    #expect(code(site) { $0.certificates = nil } == "base-url-unreachable")
  }

  @Test func allowsForASlashAndAPath() throws {
    let site = try Site("right")
    #expect(code(site, base: site.url + "/") == "answered")
    #expect(code(site, base: site.url + "/below") == "answered")
  }

  @Test func doesNotWaitForEver() throws {
    let site = try Site("silent")
    #expect(code(site) { $0.timeout = .milliseconds(300) } == "base-url-unreachable")
    #expect(code(site) { $0.isAborted = { true } } == "base-url-unreachable")
  }

  @Test(arguments: ["ftp://127.0.0.1/", "file:///etc/passwd", "tsubame.example", ""])
  func asksOnlyTheWeb(base: String) throws {
    #expect(code(try Site("right"), base: base) == "base-url-invalid")
  }

  private final class Site {
    let port: Int
    let isEncrypted: Bool
    private let folder: TemporaryFolder
    private let process: pid_t

    var url: String { "\(isEncrypted ? "https" : "http")://localhost:\(port)" }

    init(_ manner: String, isEncrypted: Bool = false) throws {
      self.isEncrypted = isEncrypted
      folder = try TemporaryFolder(named: "daicho-site")
      try folder.write(Site.script, to: "server.py")
      let authority = try TestAuthority.shared()
      let files =
        isEncrypted ? "'\(authority.certificate(of: .localhost))' '\(authority.key(of: .localhost))'" : ""
      let started = try Subprocess.run(
        "sh", ["-c", "timeout 60 python3 server.py \(manner) \(files) > log 2>&1 < /dev/null & echo $!"],
        in: folder.path)
      process = pid_t(started.stdout.filter(\.isNumber)) ?? 0
      var found = 0
      for _ in 0..<400 where found == 0 {
        if let text = try? folder.read("port") { found = Int(text.filter(\.isNumber)) ?? 0 }
        if found == 0 { usleep(25_000) }
      }
      port = found
    }

    deinit { if process > 0 { kill(process, SIGTERM) } }

    private static let script = #"""
      import hashlib, hmac, http.server, json, os, ssl, sys, time, urllib.parse

      manner = sys.argv[1]

      def derived(key, purpose):
          secret = hmac.new(bytes(32), key, hashlib.sha256).digest()
          return hmac.new(secret, b"daicho " + purpose + b"\x01", hashlib.sha256).digest()

      class Handler(http.server.BaseHTTPRequestHandler):
          def do_GET(self):
              path, _, query = self.path.partition("?")
              challenge = urllib.parse.parse_qs(query).get("challenge", [""])[0]
              if manner == "silent": time.sleep(50)
              if manner == "hangup": return
              if manner == "redirect":
                  self.send_response(302)
                  self.send_header("Location", "http://127.0.0.1:9" + self.path)
                  return self.end_headers()
              if manner == "missing": return self.send_error(404)
              key = bytes(range(1, 33)) if manner != "other" else bytes(32)
              if manner == "fixed": challenge = "1" * 32
              body = json.dumps({
                  "daicho": 1, "fingerprint": derived(key, b"fingerprint")[:8].hex(),
                  "answer": hmac.new(derived(key, b"liveness"), challenge.encode(), hashlib.sha256).hexdigest(),
              }).encode()
              if manner == "page": body = b"<html>hello</html>"
              self.send_response(200 if path.endswith("/.well-known/daicho") else 404)
              self.end_headers()
              while True:
                  self.wfile.write(body)
                  if manner != "endless": return

          def log_message(self, *rest): pass

      server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
      if len(sys.argv) > 2:
          context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
          context.load_cert_chain(sys.argv[2], sys.argv[3])
          server.socket = context.wrap_socket(server.socket, server_side=True)
      with open("port.new", "w") as file: file.write(str(server.server_address[1]))
      os.rename("port.new", "port")
      server.serve_forever()
      """#
  }
}
