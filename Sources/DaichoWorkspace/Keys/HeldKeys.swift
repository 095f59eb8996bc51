import DaichoMail
import DaichoModel

/// The keys of a workspace, as far as this machine holds them.
package struct HeldKeys: Sendable {
  package struct Held: Sendable {
    package let key: WorkspaceKey
    package let place: KeyStore.Place
  }

  package let current: Held
  package let retired: [Held]
  /// Fingerprints of retired keys that are not here: links of old mails that were made with them are not
  /// recognised.
  package let missing: [String]

  package var ring: KeyRing { KeyRing(current.key, retired: retired.map(\.key)) }
}

extension Workspace {
  /// What signs the links of mails and knows them again: the key that daicho.yml names, and the retired ones
  /// that are here.
  ///
  /// Errors: `no-key` where daicho.yml names none, `key-missing` where this machine does not hold it,
  /// `key-mismatch` where `DAICHO_KEY` gives another, and those of the key's file.
  package func keyRing(from store: KeyStore) throws(DaichoError) -> KeyRing {
    try keys(from: store).ring
  }

  package func keys(from store: KeyStore) throws(DaichoError) -> HeldKeys {
    guard let fingerprint = settings.key else { throw .noKey() }
    guard let (key, place) = try store.key(fingerprint, of: self) else {
      throw store.isGiven
        ? .keyMismatch(fingerprint) : .keyMissing(fingerprint, at: store.path(of: fingerprint))
    }
    var (retired, missing): ([HeldKeys.Held], [String]) = ([], [])
    for old in settings.retiredKeys where old != fingerprint {
      if let (key, place) = try store.key(old, of: self) {
        retired.append(HeldKeys.Held(key: key, place: place))
      } else {
        missing.append(old)
      }
    }
    return HeldKeys(current: HeldKeys.Held(key: key, place: place), retired: retired, missing: missing)
  }
}
