import DaichoTestSupport
import Foundation
import Testing

/// `daicho key`, on real files and a real repository.
struct KeyTests {
  private let shop: Shop
  private let home: TemporaryFolder

  init() throws {
    shop = try Shop()
    home = try TemporaryFolder(named: "daicho-home")
  }

  private func daicho(
    _ arguments: [String], key: String? = nil, input: String = "", home: String? = nil
  ) throws -> Subprocess.Result {
    var environment = shop.environment
    environment["HOME"] = home ?? self.home.path
    environment["DAICHO_KEY"] = key
    return try Subprocess.run(
      "daicho", arguments, in: shop.path(""), environment: environment, input: Array(input.utf8))
  }

  private struct Shown: Decodable, Equatable {
    let fingerprint: String
    let state: String
    let held: Bool
  }

  private func shown(key: String? = nil) throws -> [Shown] {
    let result = try daicho(["key", "--format", "json"], key: key)
    #expect(result.status == 0, "\(result.stderr)")
    return try JSONDecoder().decode([Shown].self, from: Data(result.outputBytes))
  }

  private func mode(_ path: String) throws -> Int {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? -1
  }

  @Test func makesOneAndKeepsItToItself() throws {
    #expect(try daicho(["key"]).stderr.contains("daicho key init"))
    let result = try daicho(["key", "init"])
    #expect(result.status == 0, "\(result.stderr)")
    let keys = try shown()
    #expect(keys.map(\.state) == ["current"])
    let fingerprint = try #require(keys.first?.fingerprint)
    let path = home.path(of: ".config/daicho/keys/\(fingerprint)")
    #expect(try mode(path) == 0o600)
    #expect(try mode(home.path(of: ".config/daicho/keys")) == 0o700)
    let secret = try String(contentsOfFile: path, encoding: .utf8).trimmingCharacters(in: .newlines)
    #expect(secret.hasPrefix("daicho-key-1-"))
    // Only the fingerprint is in git.
    #expect(try shop.git("log", "-p", "--all").contains(fingerprint))
    #expect(try !shop.git("log", "-p", "--all").contains(secret))
    #expect(try shop.git("show", "--stat", "--format=%s").hasPrefix("key: first key\n"))
    #expect(try shop.git("status", "--porcelain") == "")
    // A second one changes nothing.
    #expect(try daicho(["key", "init"]).status == 0)
    #expect(try shown() == keys)
    #expect(!result.stdout.contains(secret) && !result.stderr.contains(secret))
  }

  @Test func movesToAnotherMachine() throws {
    #expect(try daicho(["key", "init"]).status == 0)
    let file = home.path(of: "backup")
    #expect(try daicho(["key", "export", file]).status == 0)
    #expect(try mode(file) == 0o600)
    #expect(try daicho(["key", "export", file]).status == 2)
    let other = try TemporaryFolder(named: "daicho-home")
    let missing = try daicho(["key"], home: other.path)
    #expect(missing.status == 2)
    #expect(missing.stderr.contains("daicho key import"))
    #expect(try daicho(["key", "import", file], home: other.path).status == 0)
    #expect(try daicho(["key"], home: other.path).status == 0)
    // Through the environment, and a pipe.
    let text = try daicho(["key", "export", "-"]).stdout
    let key = try #require(text.split(separator: "\n").first { $0.hasPrefix("daicho-key-1-") })
    let third = try TemporaryFolder(named: "daicho-home")
    #expect(try daicho(["key"], key: String(key), home: third.path).status == 0)
    #expect(try daicho(["key", "import", "-"], input: text, home: third.path).status == 0)
    #expect(try daicho(["key"], home: third.path).status == 0)
  }

  @Test func rotatesAndKnowsTheOldOneAgain() throws {
    #expect(try daicho(["key", "init"]).status == 0)
    let first = try shown()[0].fingerprint
    #expect(try daicho(["key", "rotate"]).status == 2)
    #expect(try shop.git("rev-list", "--count", "HEAD") == "2\n")
    #expect(try daicho(["key", "rotate", "--yes"]).status == 0)
    let keys = try shown()
    #expect(keys.map(\.state) == ["current", "retired"])
    #expect(keys[1] == Shown(fingerprint: first, state: "retired", held: true))
    #expect(keys[0].fingerprint != first)
    #expect(try shop.git("diff", "--stat", "HEAD~1").contains("daicho.yml"))
    #expect(try shop.git("rev-list", "--count", "HEAD") == "3\n")
    // A key that is lost is replaced, too.
    try FileManager.default.removeItem(atPath: home.path(of: ".config/daicho/keys/\(first)"))
    #expect(try shown().map(\.held) == [true, false])
  }

  @Test func refusesAFileThatOthersCanRead() throws {
    #expect(try daicho(["key", "init"]).status == 0)
    let path = home.path(of: ".config/daicho/keys/\(try shown()[0].fingerprint)")
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    let result = try daicho(["key"])
    #expect(result.status == 2)
    #expect(result.stderr.contains("chmod 600"))
    #expect(try daicho(["doctor", "--offline", "--fix"]).stdout.contains("key"))
    #expect(try daicho(["key"]).status == 0)
    // Not what its name says.
    try Data("daicho-key-1-\(String(repeating: "A", count: 43))\n".utf8).write(to: URL(fileURLWithPath: path))
    #expect(try daicho(["key"]).stderr.contains("does not hold the key"))
  }

  @Test func refusesAPlaceThatGitSees() throws {
    var environment = shop.environment
    environment["XDG_CONFIG_HOME"] = shop.path("config")
    let result = try Subprocess.run("daicho", ["key", "init"], in: shop.path(""), environment: environment)
    #expect(result.status == 2)
    #expect(result.stderr.contains("whoever clones it"))
    #expect(!shop.repository.exists("config"))
    #expect(try daicho(["key", "init"]).status == 0)
    #expect(try daicho(["key", "export", "inside"]).status == 2)
    #expect(try daicho(["key", "export", "../backup-\(UUID().uuidString)/x"]).status == 2)
  }

  @Test func refusesKeysOfOthers() throws {
    #expect(try daicho(["key", "init"]).status == 0)
    let foreign = "daicho-key-1-\(String(repeating: "A", count: 43))"
    #expect(try daicho(["key"], key: foreign).status == 0)
    let away = try TemporaryFolder(named: "daicho-home")
    #expect(try daicho(["key"], key: foreign, home: away.path).stderr.contains("DAICHO_KEY does not hold"))
    #expect(try daicho(["key"], key: "nonsense").stderr.contains("no key"))
    #expect(try daicho(["key", "import", "-"], input: foreign + "\n").status == 2)
    #expect(try daicho(["key", "import", "-"], input: "hello\n").status == 2)
  }
}
