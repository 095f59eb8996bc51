import DaichoMail
import DaichoTestSupport
import Foundation
import Testing

/// `daicho serve` as a process of its own, on loopback.
struct ServeProcessTests {
  private let shop: ServedShop

  init() throws { shop = try ServedShop() }

  static let builtPrograms: String = {
    #if os(macOS)
      let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") } ?? Bundle.main
      return bundle.bundleURL.deletingLastPathComponent().path
    #else
      return Bundle.main.bundlePath
    #endif
  }()

  /// Runs a script with functions to start servers: `start NAME` sets $PORT and $PID.
  private func shell(_ script: String, variables: [String: String] = [:]) throws -> Subprocess.Result {
    var environment = shop.git.environment
    environment["PATH"] = ServeProcessTests.builtPrograms + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
    environment["DAICHO_KEY"] = shop.key.exported
    environment["DAICHO_LOCALE"] = "en"
    environment.merge(variables) { $1 }
    let start = """
      set -u
      start() {
        daicho serve --port 0 --commit-every 3600 2> "../$1.log" & PID=$!
        for i in $(seq 300); do
          PORT=$(sed -n 's/^listening on .*:\\([0-9]*\\);.*/\\1/p' "../$1.log"); [ -n "$PORT" ] && return
          sleep 0.1
        done
        cat "../$1.log" >&2; exit 9
      }
      stop() { kill -TERM "$1"; wait "$1"; }

      """
    let folder = try TemporaryFolder(named: "daicho-logs")
    try FileManager.default.moveItem(atPath: shop.folder.path, toPath: folder.path(of: "shop"))
    defer { try? FileManager.default.moveItem(atPath: folder.path(of: "shop"), toPath: shop.folder.path) }
    return try Subprocess.run(
      "bash", ["-c", start + script], in: folder.path(of: "shop"), environment: environment,
      timeout: .seconds(240))
  }

  @Test func losesNothingItHasAnsweredFor() throws {
    let paths = (0..<40).map { "/o/\(shop.token(.open, "mail \($0)"))" }.joined(separator: " ")
    let result = try shell(
      """
      start first
      for path in $PATHS; do curl -sf -o /dev/null -A 'Mozilla/5.0 (X11)' "http://127.0.0.1:$PORT$path" || exit 3; done
      curl -sf -X POST -d List-Unsubscribe=One-Click "http://127.0.0.1:$PORT/u/$TOKEN" || exit 4
      kill -9 $PID; wait $PID 2> /dev/null
      git stash --quiet --include-untracked 2> /dev/null || true
      start second
      stop $PID && echo "status $?"
      git log --format=%s -1
      """, variables: ["PATHS": paths, "TOKEN": shop.token(.unsubscribe)])
    #expect(result.stdout == "200 OK\nstatus 0\nevent(web): 40 open, 1 unsubscribe\n", "\(result.stderr)")
  }

  @Test func twoServersOfOneWorkspaceShareTheWork() throws {
    let tokens = (0..<30).map { shop.token(.unsubscribe, "mail \($0)") }.joined(separator: " ")
    let result = try shell(
      """
      start first; A=$PORT; P=$PID
      start second; B=$PORT; Q=$PID
      for token in $TOKENS; do
        for port in $A $B; do curl -s -o /dev/null -d x=1 "http://127.0.0.1:$port/u/$token" & done
      done
      wait $(jobs -p | grep -vx -e $P -e $Q)
      kill -TERM $P $Q; wait $P $Q
      grep -h -o '"message_id": "[a-z0-9]*' events/*.jsonl | sort -u | wc -l
      git status --short; git fsck --strict 2>&1 | grep -v dangling
      """, variables: ["TOKENS": tokens])
    #expect(
      result.stdout.split(separator: "\n").first.map { $0.filter(\.isNumber) } == "30",
      "\(result.stdout)\(result.stderr)")
    #expect(result.stdout.split(separator: "\n").count == 1, "\(result.stdout)")
  }

  /// Requests that are made to hurt: afterwards it serves as before.
  @Test func staysUpUnderAttack() throws {
    let result = try shell(
      """
      start only
      python3 - $PORT "$TOKEN" "$LEAVE" <<'END'
      import socket, sys
      port, token = int(sys.argv[1]), sys.argv[2]
      def talk(data, wait=True):
          s = socket.create_connection(("127.0.0.1", port), timeout=20)
          try:
              s.sendall(data)
              answer = s.recv(65536) if wait else b""
          except OSError:
              answer = b"closed"
          return s, answer
      many = b"GET / HTTP/1.1\\r\\nHost: localhost\\r\\n" + b"".join(b"x%d: y\\r\\n" % n for n in range(100_000)) + b"\\r\\n"
      s, answer = talk(many)
      print("many", answer[:12] in (b"HTTP/1.1 400", b"closed", b""))
      s, answer = talk(b"GET /" + b"a" * 1_000_000 + b" HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n")
      print("long", answer[:12] in (b"HTTP/1.1 400", b"closed", b""))
      s, answer = talk(b"\\x00\\xff\\r\\n\\r\\n")
      print("junk", answer[:12] in (b"HTTP/1.1 400", b"closed", b""))
      body = b"POST /u/" + sys.argv[3].encode() + b" HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Length: 99999999\\r\\n\\r\\n" + b"a" * 100_000
      s, answer = talk(body)
      print("body", answer[:12] in (b"HTTP/1.1 413", b"closed"))
      # Nobody answers these for a while; the others are served.
      slow = [talk(b"GET / HTTP/1.1\\r\\nHost: loc", wait=False)[0] for n in range(200)]
      s, answer = talk(b"GET /o/" + token.encode() + b" HTTP/1.1\\r\\nHost: localhost\\r\\nUser-Agent: Mozilla/5.0 (X11)\\r\\n\\r\\n")
      print("alive", answer[:12] == b"HTTP/1.1 200")
      # A request that never ends is cut off.
      slow[0].settimeout(25)
      try: print("cut", slow[0].recv(10) == b"")
      except OSError as error: print("cut", isinstance(error, ConnectionResetError))
      END
      stop $PID; echo "status $?"
      cat ../only.log >&2
      """, variables: ["TOKEN": shop.token(.open), "LEAVE": shop.token(.unsubscribe)])
    #expect(
      result.stdout == "many True\nlong True\njunk True\nbody True\nalive True\ncut True\nstatus 0\n",
      "\(result.stdout)\(result.stderr)")
    // Neither addresses nor tokens are in what it says.
    #expect(!result.stderr.contains(shop.token(.open)) && !result.stderr.contains("@"))
  }

  @Test func saysWhatItLacks() throws {
    let without = try shell("daicho serve --port 0", variables: ["DAICHO_KEY": ""])
    #expect(without.status == 2)
    #expect(without.stderr.contains("daicho key import"))
    let taken = try shell("start first; daicho serve --port $PORT; echo $?; stop $PID")
    #expect(taken.stdout == "2\n", "\(taken.stderr)")
    #expect(taken.stderr.contains("--port"))
  }
}
