import CGit2
import DaichoModel

/// git's configuration of the person and the machine, without any repository's: what a repository that
/// others have prepared cannot have written.
package struct PersonalConfiguration: Sendable {
  /// `http.proxy`.
  package let proxy: String?
  /// `http.sslCAInfo`.
  package let certificates: String?
  package let rewrites: AddressRewrites
  /// Whether any `credential.helper` is set, for all hosts or for one.
  package let hasCredentialHelper: Bool

  package init() throws(DaichoError) {
    try Library.start()
    let config = try Handle(free: git_config_free) { git_config_open_default(&$0) }
    let snapshot = try Handle(free: git_config_free) { git_config_snapshot(&$0, config.pointer) }
    func value(_ key: String) -> String? {
      var text: UnsafePointer<CChar>?
      guard git_config_get_string(&text, snapshot.pointer, key) == 0, let text else { return nil }
      let value = String(cString: text)
      return value.isEmpty ? nil : value
    }
    proxy = value("http.proxy")
    certificates = value("http.sslcainfo")
    var rules: [(prefix: String, base: String)] = []
    for (name, value) in try Self.entries(#"^url\..*\.insteadof$"#, snapshot.pointer) {
      rules.append((value, String(name.dropFirst("url.".count).dropLast(".insteadof".count))))
    }
    rewrites = AddressRewrites(rules)
    hasCredentialHelper = try !Self.entries(#"^credential\.(.*\.)?helper$"#, snapshot.pointer).isEmpty
  }

  private static func entries(
    _ pattern: String, _ config: OpaquePointer
  ) throws(DaichoError) -> [(name: String, value: String)] {
    let iterator = try Handle(free: git_config_iterator_free) {
      git_config_iterator_glob_new(&$0, config, pattern)
    }
    var found: [(name: String, value: String)] = []
    var entry: UnsafeMutablePointer<git_config_entry>?
    while git_config_next(&entry, iterator.pointer) == 0, let current = entry?.pointee {
      found.append((String(cString: current.name), current.value.map { String(cString: $0) } ?? ""))
    }
    return found
  }
}
