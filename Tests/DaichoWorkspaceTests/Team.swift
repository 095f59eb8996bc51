import DaichoTestSupport
import Foundation

/// Two clones of one register, and the bare repository between them.
final class Team {
  let folder: TemporaryFolder
  let hub: Git
  let sato: Clone
  let suzuki: Clone

  struct UnexpectedStatus: Error {
    let arguments: [String]
    let result: Subprocess.Result
  }

  /// One person's clone.
  struct Clone {
    let git: Git
    let environment: [String: String]

    init(_ path: String, name: String, home: String, _ own: [String: String] = [:]) throws {
      var git = Git(in: path)
      git.environment["GIT_AUTHOR_NAME"] = name
      git.environment["GIT_COMMITTER_NAME"] = name
      git.environment["HOME"] = home
      var environment = git.environment
      environment["PATH"] = Shop.builtPrograms + ":" + (environment["PATH"] ?? "/usr/bin:/bin")
      environment["DAICHO_LOCALE"] = "en"
      // An empty value takes a variable away.
      for (name, value) in own { environment[name] = value.isEmpty ? nil : value }
      git.environment["PATH"] = environment["PATH"]
      self.git = git
      self.environment = environment
    }

    @discardableResult
    func daicho(_ arguments: String..., expecting status: Int32 = 0) throws -> Subprocess.Result {
      let result = try Subprocess.run("daicho", arguments, in: git.folder, environment: environment)
      guard result.status == status else {
        throw UnexpectedStatus(arguments: arguments, result: result)
      }
      return result
    }

    func read(_ file: String) throws -> String {
      try String(contentsOfFile: git.folder + "/" + file, encoding: .utf8)
    }

    func write(_ text: String, _ file: String) throws {
      let url = URL(fileURLWithPath: git.folder + "/" + file)
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url)
    }

    func replace(_ old: String, _ new: String, in file: String) throws {
      try write(read(file).replacing(old, with: new), file)
    }

    func status() throws -> String { try git("status", "--short") }
    func tip() throws -> String { try git("rev-parse", "HEAD").trimmingCharacters(in: .newlines) }

    func isSound() throws -> Bool {
      let result = try git.attempt(["fsck", "--strict", "--no-dangling"])
      return result.status == 0 && result.stdout.isEmpty && !result.stderr.contains("error")
    }
  }

  /// - Parameters:
  ///   - subfolder: where the workspace is in its repository: empty, or ending in `/`.
  ///   - home: of both people, where it is not an empty one.
  ///   - environment: of both people, beside the usual.
  ///   - url: what the clones call the bare repository at that path.
  init(
    in subfolder: String = "", home: String? = nil, environment: [String: String] = [:],
    url: (String) -> String = { $0 }
  ) throws {
    folder = try TemporaryFolder(named: "daicho-team")
    let ownHome = try folder.makeFolder("home")
    let home = home ?? ownHome
    let seed = try folder.makeFolder("seed")
    let origin = folder.path(of: "hub.git")
    let first = Git(in: seed)
    try first.initialize()
    try folder.write(
      "name: Tsubame\ntimezone: Asia/Tokyo\nlocale: en\nmembers:\n  sato: {name: 佐藤 健}\n",
      to: "seed/\(subfolder)daicho.yml")
    try folder.write(Shop.customer, to: "seed/\(subfolder)customers/hanako-yamada.md")
    try folder.write("---\nname: 大野 太郎\n---\n", to: "seed/\(subfolder)customers/taro-ono.md")
    try folder.write(
      "date,order,customer,amount,line\n2026-11-01,1,hanako-yamada,1000,1\n",
      to: "seed/\(subfolder)orders/2026-11.csv")
    try folder.write("Not the register's.\n", to: "seed/README")
    try first.commitAll("Start")
    try first("clone", "--quiet", "--bare", seed, origin)
    hub = Git(in: origin)
    var clones: [Clone] = []
    for (name, person) in [("sato", "佐藤 健"), ("suzuki", "鈴木 舞")] {
      let path = folder.path(of: name)
      try first("clone", "--quiet", origin, path)
      let clone = try Clone(
        path + (subfolder.isEmpty ? "" : "/" + subfolder.dropLast()), name: person, home: home,
        environment)
      try clone.git("remote", "set-url", "origin", url(origin))
      try clone.git("config", "user.name", person)
      try clone.git("config", "user.email", "\(name)@tsubame.example")
      clones.append(clone)
    }
    (sato, suzuki) = (clones[0], clones[1])
  }
}
