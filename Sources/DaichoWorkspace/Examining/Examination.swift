import DaichoModel

/// One thing `doctor` has looked at.
package struct Examination: Sendable {
  package enum State: String, Sendable, CaseIterable {
    case ok, warning, error
  }

  /// What was looked at, kebab-case or a setting's own name: `git-identity`, `core.autocrlf`.
  package let check: String
  package let state: State
  package let seen: Wording
  /// The command that mends it, or what to do where no command does.
  package let remedy: Wording?
  /// What `doctor --fix` does about it.
  package let cure: Cure?

  package enum Cure: Sendable, Hashable {
    case finishPending
    case removeFiles([String])
    case makeIndexAnew
    case restrict(String)
  }

  static func ok(_ check: String, _ seen: Wording) -> Examination {
    Examination(check: check, state: .ok, seen: seen, remedy: nil, cure: nil)
  }

  static func warning(
    _ check: String, _ seen: Wording, remedy: Wording?, cure: Cure? = nil
  ) -> Examination {
    Examination(check: check, state: .warning, seen: seen, remedy: remedy, cure: cure)
  }

  static func error(_ check: String, _ seen: Wording, remedy: Wording?, cure: Cure? = nil) -> Examination {
    Examination(check: check, state: .error, seen: seen, remedy: remedy, cure: cure)
  }

  static func failed(_ check: String, _ error: DaichoError) -> Examination {
    Examination(check: check, state: .error, seen: error.message, remedy: error.hint, cure: nil)
  }

  /// A workspace that cannot even be opened.
  package static func unopenable(_ error: DaichoError) -> Examination {
    let place = error.location.map { "\($0): " } ?? ""
    return Examination(
      check: "workspace", state: .error,
      seen: Wording(en: place + error.message.en, ja: place + error.message.ja), remedy: error.hint, cure: nil
    )
  }
}

/// What only the face knows of the machine.
package struct Surroundings: Sendable {
  /// IANA name.
  package let timeZone: String
  package let environment: [String: String]
  /// The folder `~` stands for.
  package let home: String
  /// Nothing is asked over the network.
  package let isOffline: Bool

  package init(timeZone: String, environment: [String: String], home: String, isOffline: Bool) {
    self.timeZone = timeZone
    self.environment = environment
    self.home = home
    self.isOffline = isOffline
  }
}
