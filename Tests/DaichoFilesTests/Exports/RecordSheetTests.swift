import DaichoModel
import DaichoTestSupport
import Foundation
import OrderedCollections
import Testing

@testable import DaichoFiles

struct RecordSheetTests {
  private let settings = WorkspaceSettings()

  private func read(_ bytes: [UInt8], _ kind: Kind) -> Record {
    RecordReader(settings: settings).read(bytes: bytes, path: "\(kind.folder)/x.md", kind: kind)
  }

  /// A record becomes a row, the row a file, and that file the same row.
  private func expectRoundTrip(_ text: String, _ kind: Kind = .customers) throws {
    let sheet = RecordSheet(kind, settings: settings)
    let record = read(Array(text.utf8), kind)
    #expect(record.isReadable, "\(text)")
    let cells = sheet.cells(record)
    let guarded = cells.mapValues { FormulaGuard.off(FormulaGuard.on($0)) }
    #expect(guarded == cells)
    let rebuilt = read(try sheet.file(guarded, body: []), kind)
    #expect(rebuilt.isReadable, "\(text)")
    let again = sheet.cells(rebuilt)
    #expect(Set(again.keys) == Set(cells.keys), "\(text)")
    for (column, cell) in cells { #expect(again[column] == cell, "\(column) of \(text)") }
    for field in record.fields where !field.isKnown {
      #expect(rebuilt.value(field.name).map(SheetCell.json) == SheetCell.json(field.value), "\(text)")
    }
  }

  @Test func hasAColumnAField() {
    let record = read(
      Array("---\nname: 山田\nemail: [a@b.jp, c@d.jp]\nids: {base: 1}\naddress: {city: 台東区}\n---\n".utf8),
      .customers)
    let cells = RecordSheet(.customers, settings: settings).cells(record)
    #expect(
      Dictionary(uniqueKeysWithValues: cells.map { ($0.key, $0.value) }) == [
        "name": "山田", "email": "a@b.jp; c@d.jp", "ids.base": "1", "address.city": "台東区",
      ])
  }

  @Test(arguments: [
    "name: '=cmd'\nfamily_name: \"'=1\"\nkana: '\"q\"'", "tags: ['a;b', '[x]', ' y']", "tags: [one]",
    "tags: []",
    "email: []", "ids: {a.b: x, '2': \"007\"}", "address: {note: 3, deep: {a: [1, \"1\", true, ~]}}",
    "consent:\n  - {channel: email, granted: 2025-04-01, via: \"a; b\"}",
    "n: 3\nt: \"3\"\nb: true\nbt: \"true\"",
    "x: '{\"a\": 1}'\ny: \"null\"\nz: [1, \"1\", {k: v}]\ne: \"\"",
    "path: a\nid: b\nbody: c\nfields.x: d\na.b: e",
    "long: |\n  one\n    two\n\n  three # four\n",
    "birthday: 02-29\ncreated: 2026/11/01\ndo_not_contact: perhaps",
    "w: \"  blanks  \"\nq: \"it's \\\"so\\\"\"\nv: '- a: b'\nu: \"\\t\\u00e9\"",
  ])
  func losesNothing(_ fields: String) throws { try expectRoundTrip("---\n\(fields)\n---\n") }

  @Test func losesNothingOfProducts() throws {
    try expectRoundTrip(
      "---\nsku: '=X'\nprice: 1,200\nstock: 5\nrelated: [a, b]\nactive: no\n---\n", .products)
  }

  /// Random fields of random values, in all the styles that the reader takes.
  @Test func losesNothingOfRandomRecords() throws {
    var generator = SplitMix64(seed: 20_261_122)
    let words = [
      "a", "=1+1", "'=x", "'", "+81 90-0000-1234", "-5", "- x", "@x", "true", "null", "3", "1.50", "[]", "{}",
      "a; b",
      "a, b", "\"", "\"x\"", "'x'", "山田 花子", "x: y", "# c", " lead", "trail ", "0312345678", "２０２６", "~", "",
      "é\u{301}",
      "line\nbreak", "tab\there", "\u{200E}x", "‏x",
    ]
    for _ in 0..<400 {
      var lines: [String] = []
      for index in 0..<Int.random(in: 1...6, using: &generator) {
        let name =
          generator.pick(["name", "kana", "source", "language", "note", "memo", "x", "y.z"])
          + (index > 0 ? "\(index)" : "")
        func scalar() -> String { JSONValue.string(generator.pick(words)).serialized() }
        let items = (0..<Int.random(in: 0...3, using: &generator)).map { _ in scalar() }
        let value = generator.pick([
          scalar(), "[\(items.joined(separator: ", "))]", "{k: \(scalar())}", "12", "yes",
        ])
        lines.append("\(name): \(value)")
      }
      let tags = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
        JSONValue.string(generator.pick(words)).serialized()
      }
      lines.append("tags: [\(tags.joined(separator: ", "))]")
      let text = "---\n\(lines.joined(separator: "\n"))\n---\n"
      guard read(Array(text.utf8), .customers).isReadable else { continue }
      try expectRoundTrip(text)
    }
  }

  /// What Python's csv module reads is the value again, but for the guard.
  @Test(.enabled(if: Python.isAvailable)) func pythonReadsTheSameCells() throws {
    let cells = ["=1", "'=1", "a\"b", "c,d", "e\nf", "g\r\nh", "", " x ", "+819000001234", "-1", "山田"]
    let row = CSVWriter(lineEnding: "\r\n", raw: true).row(cells.map(FormulaGuard.on))
    let read = try Python.run(
      "import sys,csv,json,io\nprint(json.dumps(next(csv.reader(io.StringIO(sys.stdin.buffer.read().decode(), newline='')))))",
      input: Array(row.utf8))
    guard case .array(let items) = try JSONReader.read(read) else { throw CancellationError() }
    let texts = items.map { if case .string(let text) = $0 { FormulaGuard.off(text) } else { "?" } }
    #expect(texts == cells)
    #expect(row.contains("'=1,''=1,"))
  }
}
