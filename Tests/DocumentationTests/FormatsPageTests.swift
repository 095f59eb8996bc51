import Foundation
import Testing

/// Formats.md against the lists in the sources: settings and built-in fields.
struct FormatsPageTests {
  private let page: Document

  init() throws { page = try Document.manual("Formats") }

  @Test func hasEverySetting() throws {
    let section = try #require(page.section("daicho.yml"))
    let folder = Document.root.appending(path: "Sources/DaichoFiles/Settings")
    var keys: Set<String> = []
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let source = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      for list in source.matches(of: /(?:known: |static let (?:keys|[a-z]+Keys|typeNames) = )\[([^\]]*)\]/) {
        keys.formUnion(list.output.1.matches(of: /"([A-Za-z_ ()]+)"/).map { String($0.output.1) })
      }
    }
    #expect(keys.isSuperset(of: ["timezone", "rot_after", "password_file", "label", "list of TYPE"]))
    for key in keys.sorted() {
      let isNamed = FormatsPageTests.names(key, in: section)
      #expect(isNamed, "\(page.path) does not name the setting '\(key)'")
    }
  }

  @Test func hasEveryField() throws {
    let path = Document.root.appending(path: "Sources/DaichoModel/FieldType.swift")
    let source = try String(contentsOf: path, encoding: .utf8)
    let kinds = source.matches(of: /\.([a-z]+): KindSchema\(/)
    #expect(kinds.count == 10)
    for (index, kind) in kinds.enumerated() {
      let end = index + 1 < kinds.count ? kinds[index + 1].range.lowerBound : source.endIndex
      let name = String(kind.output.1)
      let section = page.section(name) ?? page.section("journeys and forms") ?? ""
      let fields = source[kind.range.upperBound..<end].matches(of: /FieldDefinition\(\s*"([a-z_]+)"/)
      #expect(!fields.isEmpty)
      for field in fields {
        #expect(
          section.contains("`\(field.output.1)`"), "\(page.path) does not name '\(field.output.1)' of \(name)"
        )
      }
    }
  }

  /// As code, or as a key of an example.
  private static func names(_ key: String, in text: String) -> Bool {
    text.contains("`\(key)`") || text.contains("\(key):") || text.contains("`\(key) ")
      || text.contains(" \(key),") || text.contains(" \(key)\n")
  }
}
