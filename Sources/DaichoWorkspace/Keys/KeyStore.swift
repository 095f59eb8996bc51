import DaichoFiles
import DaichoGit
import DaichoMail
import DaichoModel
import Foundation

/// The keys of workspaces that this machine holds: in the environment, and one file each in a folder
/// outside every workspace.
package struct KeyStore: Sendable {
  /// Absolute, without a trailing slash; `nil` where neither `XDG_CONFIG_HOME` nor a home says where.
  package let folder: String?
  /// What `DAICHO_KEY` says; empty where it says nothing.
  private let given: String

  package static let variable = "DAICHO_KEY"

  /// Whether the environment gives keys.
  var isGiven: Bool { given.contains { $0 != "," && !$0.isWhitespace } }

  /// - Parameter home: the folder `~` stands for.
  package init(environment: [String: String], home: String) {
    let configured = environment["XDG_CONFIG_HOME"] ?? ""
    // A relative path is to be ignored (XDG Base Directory Specification).
    let base = configured.hasPrefix("/") ? configured : home.hasPrefix("/") ? home + "/.config" : nil
    folder = base.map { ($0.hasSuffix("/") ? String($0.dropLast()) : $0) + "/daicho/keys" }
    given = environment[KeyStore.variable] ?? ""
  }

  package init(_ surroundings: Surroundings) {
    self.init(environment: surroundings.environment, home: surroundings.home)
  }

  /// Where a key was found.
  package enum Place: Sendable, Hashable {
    case environment
    /// Absolute.
    case file(String)
  }

  package func path(of fingerprint: String) -> String? { folder.map { "\($0)/\(fingerprint)" } }

  /// `nil` where this machine does not hold it.
  ///
  /// Errors: `key-unreadable`, `key-readable-by-others`, `key-damaged`, `key-in-workspace`.
  func key(
    _ fingerprint: String, of workspace: Workspace
  ) throws(DaichoError) -> (key: WorkspaceKey, place: Place)? {
    if let key = try givenKeys().first(where: { $0.fingerprint == fingerprint }) {
      return (key, .environment)
    }
    guard let path = path(of: fingerprint) else { return nil }
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .keyUnreadable(path, String(cString: strerror(errno)))
    }
    try refuse(status, at: path)
    try workspace.refuseKey(at: path, hint: .keysElsewhere)
    guard let data = FileManager.default.contents(atPath: path) else {
      throw .keyUnreadable(path, String(cString: strerror(EACCES)))
    }
    guard let key = KeyStore.keys(in: String(decoding: data, as: UTF8.self)).first,
      key.fingerprint == fingerprint
    else { throw .keyDamaged(path) }
    return (key, .file(path))
  }

  private func refuse(_ status: stat, at path: String) throws(DaichoError) {
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= KeyStore.maximumSize else {
      throw .keyDamaged(path)
    }
    guard status.st_mode & 0o077 == 0, status.st_uid == geteuid() || status.st_uid == 0 else {
      throw .keyReadableByOthers(path, mode: String(status.st_mode & 0o777, radix: 8))
    }
  }

  /// The keys of `DAICHO_KEY`. `key-variable-unreadable` where anything else stands there.
  private func givenKeys() throws(DaichoError) -> [WorkspaceKey] {
    let words = given.split { $0 == "," || $0.isWhitespace }
    return try words.map { word throws(DaichoError) in
      guard let key = WorkspaceKey(exported: word) else { throw .keyVariableUnreadable() }
      return key
    }
  }

  /// Of a key's file.
  static let maximumSize: Int64 = 65_536

  /// The keys that an exported text holds; lines that begin with `#` are for people.
  package static func keys(in text: String) -> [WorkspaceKey] {
    text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }.flatMap { line in
      line.split { $0 == "," || $0.isWhitespace }.compactMap { WorkspaceKey(exported: $0) }
    }
  }

  /// Keeps a key for this machine; one that is kept already stays. Returns its path.
  @discardableResult
  package func save(_ key: WorkspaceKey, outside root: String?) throws(DaichoError) -> String {
    guard let folder, let path = path(of: key.fingerprint) else { throw .noHome() }
    if let root { try Workspace.refuse(folder, inside: root, hint: .keysElsewhere) }
    try makeFolder(folder)
    if FileManager.default.fileExists(atPath: path) {
      let present = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
      guard present.map(KeyStore.keys(in:))?.first == key else { throw .keyDamaged(path) }
      return path
    }
    let file = try PrivateFile(path, replacing: false)
    try file.write(Array("\(key.exported)\n".utf8))
    try file.finish()
    KeyStore.sync(folder)
    return path
  }

  /// Takes back what `save` has done.
  package func remove(_ key: WorkspaceKey) {
    if let path = path(of: key.fingerprint) { unlink(path) }
  }

  /// Makes the missing folders for their owner alone, from the one that holds `.config` downwards: a home
  /// that does not exist is not made.
  private func makeFolder(_ folder: String) throws(DaichoError) {
    let parts = folder.split(separator: "/").map(String.init)
    for count in max(1, parts.count - 2)...parts.count {
      let path = "/" + parts.prefix(count).joined(separator: "/")
      if mkdir(path, 0o700) == 0 || errno == EEXIST { continue }
      throw .keyFolderRefused(path, String(cString: strerror(errno)))
    }
    var status = stat()
    guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw .keyFolderRefused(folder, String(cString: strerror(ENOTDIR)))
    }
    guard status.st_mode & 0o022 == 0 else { throw .keyFolderOpen(folder) }
  }

  private static func sync(_ folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}

extension Workspace {
  /// Refuses a place in the workspace, or in the repository around it: what lies there gets into git.
  package func refuseKey(at path: String, hint: Wording = .placeElsewhere) throws(DaichoError) {
    try Workspace.refuse(path, inside: root, hint: hint)
    if let tree = repository?.workDirectory { try Workspace.refuse(path, inside: tree, hint: hint) }
  }

  fileprivate static func refuse(
    _ path: String, inside root: String, hint: Wording
  ) throws(DaichoError) {
    func real(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
    let (inner, outer) = (real(path), real(root))
    if inner == outer || inner.hasPrefix(outer.hasSuffix("/") ? outer : outer + "/") {
      throw .keyInWorkspace(path, hint: hint)
    }
  }
}
