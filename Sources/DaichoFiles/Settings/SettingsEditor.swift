import DaichoModel

/// Changes settings in the text of a daicho.yml and nothing else in it.
package enum SettingsEditor {
  package enum Change: Sendable, Hashable {
    /// The fingerprint of the current key.
    case key(String)
    /// One more of those it had before.
    case retiredKey(String)

    /// The first of a list is written as one, so that two clones which each add one merge.
    fileprivate func edit(_ present: WorkspaceSettings) -> FieldEdit? {
      switch self {
      case .key(let fingerprint): FieldPath("key").map { .set($0, .text(fingerprint)) }
      case .retiredKey(let fingerprint):
        FieldPath("retired_keys").map {
          present.retiredKeys.isEmpty ? .set($0, .list([.text(fingerprint)])) : .add($0, [fingerprint])
        }
      }
    }
  }

  /// A daicho.yml is front matter without its fences: it is edited between two.
  ///
  /// Errors: as `FieldEditor.apply`, with places of daicho.yml.
  package static func apply(
    _ changes: [Change], to bytes: [UInt8], path: String
  ) throws(DaichoError) -> [UInt8] {
    let start = documentStart(bytes)
    let end: [UInt8] =
      bytes[start...].firstIndex(of: 0x0A).map { $0 > start && bytes[$0 - 1] == 0x0D } == true
      ? [0x0D, 0x0A] : [0x0A]
    let fence = Array("---".utf8) + end
    let lacksLineEnd = !bytes[start...].isEmpty && bytes.last != 0x0A
    let fenced = fence + bytes[start...] + (lacksLineEnd ? end : []) + fence
    let present = SettingsReader.read(bytes, path: path).0
    let edited: [UInt8]
    switch Result(catching: { () throws(DaichoError) in
      try FieldEditor.apply(changes.compactMap { $0.edit(present) }, to: fenced, path: path, schema: schema)
    }) {
    case .success(let result): edited = result
    case .failure(var error):
      let line = bytes[..<start].count { $0 == 0x0A }
      if let position = error.location?.position {
        error.location = SourceLocation(
          path: path,
          position: SourcePosition(line: max(1, position.line - 1 + line), column: position.column))
      }
      throw error
    }
    if edited == fenced { return bytes }
    return bytes[..<start] + edited.dropFirst(fence.count).dropLast(fence.count)
  }

  /// Behind a byte order mark, and behind a `---` line that only comments and directives come before.
  private static func documentStart(_ bytes: [UInt8]) -> Int {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var line = start
    while line < bytes.count {
      let next = bytes[line...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
      let text = bytes[line..<next].filter { $0 != 0x0D && $0 != 0x0A && $0 != 0x20 && $0 != 0x09 }
      if text == Array("---".utf8) { return next }
      guard text.isEmpty || text.first == UInt8(ascii: "#") || text.first == UInt8(ascii: "%") else { break }
      line = next
    }
    return start
  }

  private static let schema = KindSchema(
    kind: .customers,
    fields: [
      FieldDefinition("base_url", .text, label: Wording(en: "base_url", ja: "base_url")),
      FieldDefinition("key", .text, label: Wording(en: "key", ja: "key")),
      FieldDefinition("retired_keys", .list(.text), label: Wording(en: "retired_keys", ja: "retired_keys")),
    ])
}
