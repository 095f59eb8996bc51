import DaichoFiles
import DaichoGit
import DaichoMail
import DaichoModel

extension Workspace {
  /// Makes the workspace's first key, keeps it in `store`, and writes its fingerprint into daicho.yml.
  /// `nil` where the workspace has a key and this machine holds it.
  package func makeKey(
    in store: KeyStore, using generator: inout some RandomNumberGenerator, dryRun: Bool
  ) throws(DaichoError) -> (recorded: Recorded, key: WorkspaceKey)? {
    if settings.key != nil {
      _ = try keys(from: store)
      return nil
    }
    let key = WorkspaceKey(using: &generator)
    let recorded = try keep(
      key, in: store, changes: [.key(key.fingerprint)], as: "first key", dryRun: dryRun)
    return (recorded, key)
  }

  /// Puts a new key in the place of the current one, which goes on verifying the links of old mails.
  package func rotateKey(
    in store: KeyStore, using generator: inout some RandomNumberGenerator, dryRun: Bool
  ) throws(DaichoError) -> (recorded: Recorded, key: WorkspaceKey) {
    guard let old = settings.key else { throw .noKey() }
    let key = WorkspaceKey(using: &generator)
    let recorded = try keep(
      key, in: store, changes: [.key(key.fingerprint), .retiredKey(old)], as: "rotate", dryRun: dryRun)
    return (recorded, key)
  }

  /// The key's file comes first: a fingerprint in daicho.yml is never one of a key that nobody has.
  private func keep(
    _ key: WorkspaceKey, in store: KeyStore, changes: [SettingsEditor.Change], as what: String, dryRun: Bool
  ) throws(DaichoError) -> Recorded {
    let change = FileChange.edit(Workspace.settingsFile) { bytes throws(DaichoError) in
      try SettingsEditor.apply(changes, to: bytes, path: Workspace.settingsFile)
    }
    let message = CommitMessage("key", [], what, trailers: [("Key", key.fingerprint)])
    if dryRun { return try record([change], as: message, dryRun: true) }
    try store.save(key, outside: repository?.workDirectory ?? root)
    switch Result(catching: { () throws(DaichoError) in try record([change], as: message) }) {
    case .success(let recorded): return recorded
    case .failure(let error):
      store.remove(key)
      throw error
    }
  }

  /// What came of reading an exported file.
  package struct ImportedKeys: Sendable {
    /// Fingerprints of keys that are now held.
    package var kept: [String] = []
    /// Of keys that daicho.yml does not name.
    package var foreign: [String] = []
  }

  /// Keeps the keys of an exported text that daicho.yml names. `key-foreign` where it names none of them.
  package func importKeys(_ text: String, to store: KeyStore) throws(DaichoError) -> ImportedKeys {
    guard let current = settings.key else { throw .noKey() }
    var result = ImportedKeys()
    let keys = KeyStore.keys(in: text)
    guard !keys.isEmpty else { throw .noKeyInText() }
    for key in keys {
      guard key.fingerprint == current || settings.retiredKeys.contains(key.fingerprint) else {
        result.foreign.append(key.fingerprint)
        continue
      }
      try store.save(key, outside: repository?.workDirectory ?? root)
      result.kept.append(key.fingerprint)
    }
    guard !result.kept.isEmpty else { throw .keyForeign(result.foreign[0], wanted: current) }
    return result
  }

  /// The keys as text that `importKeys` and `DAICHO_KEY` take.
  package func exportedKeys(_ keys: HeldKeys) -> String {
    let name = settings.name.filter { !$0.isNewline }
    let all = ([keys.current] + keys.retired).map { "\($0.key.exported)\n" }.joined()
    return "# \(Wording.keyFileRemark(name, keys.current.key.fingerprint)(language))\n" + all
  }
}
