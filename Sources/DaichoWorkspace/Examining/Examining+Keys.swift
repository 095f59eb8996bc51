import DaichoMail
import DaichoModel

extension Workspace {
  func examineKeys(_ surroundings: Surroundings) -> [Examination] {
    if settings.key == nil {
      return settings.senders.isEmpty
        ? [.ok("key", .noKeyNeeded)] : [.warning("key", .noKeyNeeded, remedy: .makeKey)]
    }
    switch Result(catching: { () throws(DaichoError) in try keys(from: KeyStore(surroundings)) }) {
    case .failure(let error):
      let path = error.location?.path
      let cure = error.code == "key-readable-by-others" ? path.map(Examination.Cure.restrict) : nil
      return [.error("key", error.message, remedy: error.hint, cure: cure)]
    case .success(let held):
      let fine = Examination.ok("key", .keyHeld(held.current.key.fingerprint, held.current.place))
      guard !held.missing.isEmpty else { return [fine] }
      return [fine, .warning("retired-keys", .retiredKeysMissing(held.missing), remedy: .bringKeys)]
    }
  }
}
