import ArgumentParser
import DaichoMail
import DaichoModel
import DaichoWorkspace
import Foundation

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a new workspace.",
    discussion: """
      Makes daicho.yml, the folders for each kind of record and a first segment,
      in a git repository that is there or a new one, and commits them. Nothing
      that is there already is touched; a second try finishes a half-made one.

      It also tells git to merge records by field: which files, in .gitattributes,
      and how, in the repository's own configuration. git does not clone the
      latter: run 'daicho init' (or 'daicho sync') once in every clone.

      It makes the key that signs unsubscribe links, outside the repository: see
      'daicho key --help'.

      --locale chooses the language of the workspace's dates, money and messages.
      """)

  @Argument(help: "The folder; the current one, unless said.", completion: .directory)
  var folder: String?

  @Option(help: ArgumentHelp("The name of the shop or team; the folder's, unless said.", valueName: "name"))
  var name: String?

  @Option(help: ArgumentHelp("The time zone of all dates; this machine's, unless said.", valueName: "zone"))
  var timezone: String?

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = Session(global)
    let base = URL(fileURLWithPath: session.directory, isDirectory: true)
    let root =
      folder.map { URL(fileURLWithPath: $0, relativeTo: base).standardizedFileURL.path } ?? session.directory
    let language = session.language
    let zone = timezone ?? (language == .ja ? "Asia/Tokyo" : TimeZone.current.identifier)
    let key = try makeKey(session, root)
    let new = NewWorkspace(
      root: root, name: name ?? URL(fileURLWithPath: root).lastPathComponent, language: language,
      timeZone: zone, key: key?.fingerprint)
    let result = Result(catching: { () throws(DaichoError) in try new.make() })
    if let key, (try? result.get().contains("daicho.yml")) != true { session.keyStore.remove(key) }
    let inside = Session(in: [root], color: global.color, language: global.locale)
    if case .failure(let error) = result {
      guard error.code == "already-a-workspace" else { throw error }
      return try finishClone(inside, orThrow: error)
    }
    let workspace = try inside.workspaceForWriting()
    for path in try result.get() + [".gitattributes"] { try inside.output.writeLine(path) }
    switch Result(catching: { () throws(DaichoError) in try workspace.commitNewFiles(new.paths) }) {
    case .success(let recorded):
      try inside.report(recorded)
      inside.messages.printNote(.initialized(root))
      if let key { inside.tellKey(key.fingerprint) }
    case .failure(let error):
      try inside.finish()
      guard error.code == "no-identity" else { throw error }
      throw DaichoError.initializedUncommitted(root, error)
    }
  }

  /// The key of a workspace that is not there yet. It can do without one until it sends mail.
  private func makeKey(_ session: Session, _ root: String) throws -> WorkspaceKey? {
    guard !FileManager.default.fileExists(atPath: root + "/daicho.yml") else { return nil }
    var generator = SystemRandomNumberGenerator()
    let key = WorkspaceKey(using: &generator)
    switch Result(catching: { () throws(DaichoError) in try session.keyStore.save(key, outside: root) }) {
    case .success: return key
    case .failure(let error):
      session.messages.printWarning(.keyNotMade(error.message))
      return nil
    }
  }

  /// What git does not clone: the merge driver's name. Older workspaces lack the attributes, too.
  private func finishClone(_ session: Session, orThrow error: DaichoError) throws {
    guard let (isNew, recorded) = try session.workspaceForWriting().setUpMerging() else { throw error }
    if isNew { session.messages.printNote(.mergeDriverSetUp) }
    if recorded.commit != nil { try session.report(recorded) }
  }
}
