import DaichoGit
import DaichoModel
import Foundation

extension Workspace {
  func examineRepository() -> [Examination] {
    guard let repository else {
      return [.error("git-repository", .outsideGit, remedy: .command("daicho init"))]
    }
    var found: [Examination] = [.ok("git-repository", .repositoryAt(repository.workDirectory ?? root))]
    found += guarded("git-identity") { () throws(DaichoError) in try identityKnown(repository) }
    found += guarded("branch") { () throws(DaichoError) in try branch(repository) }
    if let operation = repository.operation {
      found.append(.warning("git-operation", .operationOpen(operation), remedy: .finishOperation(operation)))
    }
    found += guarded("remote") { () throws(DaichoError) in try remotes(repository) }
    found += guarded("hand-edits") { () throws(DaichoError) in try uncommitted() }
    found += guarded("git-settings") { () throws(DaichoError) in try settings(of: repository) }
    found += guarded("git-attributes") { () throws(DaichoError) in try attributes(repository) }
    found.append(storage(repository))
    return found
  }

  private func guarded(
    _ check: String, _ body: () throws(DaichoError) -> [Examination]
  ) -> [Examination] {
    switch Result(catching: body) {
    case .success(let found): found
    case .failure(let error): [.failed(check, error)]
    }
  }

  private func identityKnown(_ repository: Repository) throws(DaichoError) -> [Examination] {
    if let name = identity.authorName, let email = identity.authorEmail {
      return [.ok("git-identity", .identity(name, email))]
    }
    let signature = try repository.defaultSignature(at: moment.seconds, offsetMinutes: 0)
    return [.ok("git-identity", .identity(signature.name, signature.email))]
  }

  private func branch(_ repository: Repository) throws(DaichoError) -> [Examination] {
    switch try repository.head() {
    case .branch(let ref, _): [.ok("branch", .onBranch(Workspace.short(ref)))]
    case .unborn(let ref): [.ok("branch", .emptyBranch(Workspace.short(ref)))]
    case .detached(let id):
      [
        .warning(
          "branch", .detachedHead(String(id.description.prefix(7))),
          remedy: .command("git switch -c my-work && git switch main && git merge my-work"))
      ]
    }
  }

  private static func short(_ ref: String) -> String {
    ref.hasPrefix("refs/heads/") ? String(ref.dropFirst(11)) : ref
  }

  // MARK: The other copies

  private func remotes(_ repository: Repository) throws(DaichoError) -> [Examination] {
    let remotes = try repository.remotes()
    guard let first = remotes.first else {
      return [
        .warning(
          "remote", .noRemote, remedy: .command("git remote add origin URL && git push -u origin HEAD"))
      ]
    }
    var found = remotes.map { remote -> Examination in
      remote.holdsPassword
        ? .error(
          "remote", .passwordInURL(remote.name), remedy: .credentialHelper(remote.name, remote.shownURL))
        : .ok("remote", .remote(remote.name, remote.shownURL))
    }
    guard let following = try repository.following() else {
      guard case .branch(let ref, _) = try repository.head() else { return found }
      let branch = Workspace.short(ref)
      found.append(
        .warning(
          "unpushed", .followsNothing(branch), remedy: .command("git push -u \(first.name) \(branch)")))
      return found
    }
    found.append(
      following.ahead == 0
        ? .ok("unpushed", .pushed(following.upstream))
        : .warning("unpushed", .unpushed(following.ahead, following.upstream), remedy: .command("git push")))
    let fetched = repository.gitDirectory + "FETCH_HEAD"
    let days = age(of: fetched).map { Int($0 / 86_400) }
    found.append(
      following.behind == 0
        ? .ok("unfetched", .upToDate(following.upstream, days: days))
        : .warning("unfetched", .behind(following.behind, following.upstream), remedy: .command("git pull")))
    return found
  }

  private func uncommitted() throws(DaichoError) -> [Examination] {
    [.ok("hand-edits", .handEdits(try handEdits([]).edits.count))]
  }

  // MARK: Configuration

  private func settings(of repository: Repository) throws(DaichoError) -> [Examination] {
    let all = try repository.configuration()
    var values: [String: Repository.Setting] = [:]
    for setting in all { values[setting.name] = setting }
    func isOn(_ name: String) -> Bool {
      ["true", "yes", "on", "1"].contains(values[name]?.value.lowercased() ?? "")
    }
    func isOff(_ name: String) -> Bool {
      ["false", "no", "off", "0"].contains(values[name]?.value.lowercased() ?? "")
    }
    var found: [Examination] = []
    if isOn("index.skiphash") || (isOn("feature.manyfiles") && !isOff("index.skiphash")) {
      let name = isOn("index.skiphash") ? "index.skipHash" : "feature.manyFiles"
      found.append(
        .error(
          name, .indexUnreadableBySetting(name),
          remedy: .command("git config index.skipHash false && git update-index --force-write-index")))
    }
    for (name, key) in [("core.splitIndex", "core.splitindex"), ("index.sparse", "index.sparse")]
    where isOn(key) {
      found.append(
        .error(name, .indexUnreadableBySetting(name), remedy: .command("git config \(name) false")))
    }
    if isOn("core.autocrlf") {
      found.append(
        .warning("core.autocrlf", .changesLineEndings, remedy: .command("git config core.autocrlf input")))
    }
    let synced = (values["core.fsync"]?.value ?? "").split(separator: ",").map(String.init)
    if synced.contains("none") || isOff("core.fsyncobjectfiles") {
      found.append(
        .warning("core.fsync", .notSynced, remedy: .command("git config core.fsync committed")))
    }
    if isOff("core.precomposeunicode") {
      found.append(
        .warning(
          "core.precomposeunicode", .decomposedNames,
          remedy: .command("git config core.precomposeunicode true")))
    }
    for setting in all where setting.isLocal && Workspace.namesProgram(setting) {
      found.append(
        .warning(
          setting.name, .programInConfig(setting.name, setting.value),
          remedy: .unsetUnlessYours(setting.name)))
    }
    return found.isEmpty ? [.ok("git-settings", .settingsFine)] : found
  }

  /// Whether a setting of the repository's own configuration makes git run a program. daicho runs none of
  /// them; the git of whoever was handed this folder does.
  private static func namesProgram(_ setting: Repository.Setting) -> Bool {
    let (name, value) = (setting.name, setting.value)
    switch name {
    case "core.fsmonitor": return !["true", "false", "yes", "no", "on", "off", "1", "0", ""].contains(value)
    case "core.sshcommand", "core.hookspath", "core.editor", "core.pager", "core.askpass", "core.gitproxy",
      "diff.external", "sequence.editor", "gpg.program", "gpg.ssh.program", "uploadpack.packobjectshook":
      return true
    default: break
    }
    let parts = name.split(separator: ".")
    guard let section = parts.first, let last = parts.last else { return false }
    switch (section, last) {
    case ("filter", "clean"), ("filter", "smudge"), ("filter", "process"): return !value.hasPrefix("git-lfs ")
    case ("merge", "driver"): return !ownDrivers.contains(value)
    case ("diff", "command"), ("diff", "textconv"), ("credential", "helper"): return true
    case ("alias", _): return value.hasPrefix("!")
    case ("remote", "uploadpack"), ("remote", "receivepack"), ("remote", "vcs"): return true
    default: return false
    }
  }

  /// The merge driver as daicho itself sets it, word for word: what stands behind it would run, too.
  private static let ownDrivers: Set<String> = ["daicho merge-driver %O %A %B %L %P", mergeDriver]

  // MARK: Attributes

  private func attributes(_ repository: Repository) throws(DaichoError) -> [Examination] {
    var lacking: [String] = []
    for pattern in ["orders/*.csv", "events/*.jsonl", "sends/*.jsonl"] {
      let path = pattern.replacing("*", with: "2026-11")
      if try repository.attribute("merge", of: repositoryPath(path)) == nil { lacking.append(pattern) }
    }
    guard !lacking.isEmpty else {
      guard let driver = try repository.attribute("merge", of: repositoryPath("customers/a.md")),
        driver != "union", driver != "text", driver != "binary"
      else { return [.ok("git-attributes", .ledgersUnite)] }
      if try repository.configuration("merge.\(driver).driver") != nil {
        return [.ok("git-attributes", .mergesBy(driver))]
      }
      return [.warning("git-attributes", .driverUnknown(driver), remedy: .command("daicho init"))]
    }
    let lines = lacking.map { "echo '\($0) merge=union' >> .gitattributes" }
    return [
      .warning(
        "git-attributes", .ledgersCollide(lacking), remedy: .command(lines.joined(separator: " && ")))
    ]
  }

  // MARK: Storage

  /// What git itself packs at (`gc.auto`).
  private static let manyLooseObjects = 6_700
  private static let manyPacks = 50

  private func storage(_ repository: Repository) -> Examination {
    let objects = repository.commonDirectory + "objects"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: objects)) ?? []
    var (loose, packs) = (0, 0)
    var size: Int64 = 0
    for name in names where name.utf8.count == 2 {
      let files = (try? FileManager.default.contentsOfDirectory(atPath: "\(objects)/\(name)")) ?? []
      loose += files.count
    }
    for name in (try? FileManager.default.contentsOfDirectory(atPath: objects + "/pack")) ?? [] {
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(objects)/pack/\(name)")
      size += (attributes?[.size] as? NSNumber)?.int64Value ?? 0
      if name.hasSuffix(".pack") { packs += 1 }
    }
    let seen = Wording.storage(packed: Wording.bytes(size), packs: packs, loose: loose)
    return loose > Workspace.manyLooseObjects || packs > Workspace.manyPacks
      ? .warning("git-storage", seen, remedy: .command("git gc")) : .ok("git-storage", seen)
  }
}
