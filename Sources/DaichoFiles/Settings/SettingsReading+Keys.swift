import DaichoModel

/// The fingerprints of the workspace's keys; the keys themselves never stand in a workspace.
extension SettingsReading {
  mutating func key(_ node: YAMLNode) {
    guard let text = text(node, "key"), let key = fingerprint(text, node, "key") else { return }
    result.settings.key = key
  }

  mutating func retiredKeys(_ node: YAMLNode) {
    for item in node.items ?? [node] {
      guard let text = text(item, "retired_keys"), let key = fingerprint(text, item, "retired_keys"),
        !result.settings.retiredKeys.contains(key)
      else { continue }
      result.settings.retiredKeys.append(key)
    }
  }

  private mutating func fingerprint(_ text: String, _ node: YAMLNode, _ key: String) -> String? {
    if text.hasPrefix("daicho-key-") {
      report(
        .error, "secret-in-workspace", at: node.range.lowerBound, .keyInWorkspace, suggestion: .rotateKey)
      return nil
    }
    let isOne =
      text.utf8.count == 16
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
    if isOne { return text }
    wrong(node, key, .expectedFingerprint)
    return nil
  }
}
