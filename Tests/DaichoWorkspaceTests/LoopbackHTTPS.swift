import DaichoTestSupport
import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A git host over https on a free port of this machine: Python's server before git's own `http-backend`, with
/// a certificate of an authority of its own. Ends with the value.
final class LoopbackHTTPS {
  static let isAvailable = ["python3", "openssl", "git"].allSatisfy { Subprocess.find($0) != nil }

  /// Where it stops answering.
  enum Manner: String {
    case answers
    /// Takes the connection and never begins to speak TLS.
    case silent
    /// Reads a request and never answers it.
    case speechless
    /// Lets everybody read and nobody write.
    case readOnly
    /// Sends every request on to another host.
    case redirecting
  }

  let port: Int
  /// Of the authority that the server's certificate is from.
  let certificates: String
  private let folder: TemporaryFolder
  private let process: pid_t

  /// As the server knows it.
  static let token = "s3cret-token"

  struct NotStarted: Error { let log: String }

  init(_ manner: Manner = .answers) throws {
    folder = try TemporaryFolder(named: "daicho-https")
    certificates = folder.path(of: "authority.pem")
    try LoopbackHTTPS.makeCertificate(in: folder)
    try folder.write(LoopbackHTTPS.script, to: "server.py")
    let started = try Subprocess.run(
      "sh",
      [
        "-c", "python3 server.py \(manner.rawValue) \(LoopbackHTTPS.token) > log 2>&1 < /dev/null & echo $!",
      ], in: folder.path)
    process = pid_t(started.stdout.filter(\.isNumber)) ?? 0
    var found = 0
    for _ in 0..<400 where found == 0 {
      if let text = try? folder.read("port") { found = Int(text.filter(\.isNumber)) ?? 0 }
      usleep(25_000)
    }
    port = found
    guard process > 0, port > 0 else { throw NotStarted(log: (try? folder.read("log")) ?? "") }
  }

  deinit { if process > 0 { kill(process, SIGKILL) } }

  var host: String { "localhost:\(port)" }

  func url(_ path: String) -> String { "https://\(host)\(path)" }

  /// What a person sets who trusts the authority and has the token.
  var environment: [String: String] {
    [
      "GIT_SSL_CAINFO": certificates, "DAICHO_GIT_TOKEN": LoopbackHTTPS.token, "DAICHO_GIT_HOST": host,
    ]
  }

  /// The lines of the server's log: method, path, status.
  func requests() throws -> [String] { try folder.read("log").split(separator: "\n").map(String.init) }

  private static func makeCertificate(in folder: TemporaryFolder) throws {
    func openssl(_ arguments: String) throws {
      let result = try Subprocess.run(
        "openssl", arguments.split(separator: " ").map(String.init), in: folder.path)
      if result.status != 0 { throw NotStarted(log: result.stderr) }
    }
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
    try openssl(
      "req -x509 \(key) -keyout authority.key -out authority.pem -days 30 -subj /CN=daicho-tests "
        + "-addext basicConstraints=critical,CA:TRUE")
    try openssl("req \(key) -keyout key.pem -out request.pem -subj /CN=localhost")
    try folder.write("subjectAltName=DNS:localhost,IP:127.0.0.1\n", to: "extensions")
    try openssl(
      "x509 -req -in request.pem -CA authority.pem -CAkey authority.key -CAcreateserial -out cert.pem "
        + "-days 30 -extfile extensions")
  }

  private static let script = #"""
    import base64, http.server, os, ssl, subprocess, sys, time, urllib.parse

    manner, token = sys.argv[1:]

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self):
            if manner == "silent":
                time.sleep(600)
            self.request.do_handshake()
            super().setup()

        def do_GET(self): self.serve()
        def do_POST(self): self.serve()

        def answer(self, status, headers, body=b""):
            self.send_response_only(status)
            for name, value in headers: self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            print(self.command, self.path, status, flush=True)

        def body(self):
            if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length", 0)))
            pieces = []
            while True:
                size = int(self.rfile.readline().split(b";")[0], 16)
                pieces.append(self.rfile.read(size))
                self.rfile.readline()
                if size == 0: return b"".join(pieces)

        def serve(self):
            body = self.body()
            if manner == "speechless": time.sleep(600)
            if manner == "redirecting":
                return self.answer(302, [("Location", "https://127.0.0.1:%d%s" % (port, self.path))])
            scheme, _, login = self.headers.get("Authorization", "").partition(" ")
            password = base64.b64decode(login).decode().partition(":")[2] if scheme == "Basic" else None
            if password != token:
                print("password", password, flush=True)
                return self.answer(401, [("WWW-Authenticate", 'Basic realm="register"')])
            path, _, query = self.path.partition("?")
            if manner == "readOnly" and "receive-pack" in self.path:
                return self.answer(403, [], b"no")
            environment = {
                "PATH": os.environ["PATH"], "GIT_PROJECT_ROOT": "/", "GIT_HTTP_EXPORT_ALL": "1",
                "PATH_INFO": urllib.parse.unquote(path), "QUERY_STRING": query, "REMOTE_USER": "daicho",
                "REQUEST_METHOD": self.command, "CONTENT_TYPE": self.headers.get("Content-Type", ""),
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*",
            }
            answer = subprocess.run(
                ["git", "http-backend"], input=body, env=environment, stdout=subprocess.PIPE).stdout
            head, _, content = answer.partition(b"\r\n\r\n")
            fields = [line.split(": ", 1) for line in head.decode().split("\r\n")]
            status = [value for name, value in fields if name == "Status"]
            self.answer(
                int(status[0].split()[0]) if status else 200,
                [field for field in fields if field[0] != "Status"], content)

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = True
        def handle_error(self, request, address): print("error", sys.exc_info()[1], flush=True)

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain("cert.pem", "key.pem")
    server = Server(("127.0.0.1", 0), Handler)
    port = server.server_address[1]
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    with open("port.new", "w") as file: file.write(str(port))
    os.rename("port.new", "port")
    server.serve_forever()
    """#
}
