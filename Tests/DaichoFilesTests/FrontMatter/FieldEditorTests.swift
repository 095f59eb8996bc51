import DaichoModel
import Testing

@testable import DaichoFiles

struct FieldEditorTests {
  private func edited(
    _ text: String, _ edits: [FieldEdit], _ kind: Kind = .customers
  ) throws(DaichoError) -> String {
    let bytes = try FieldEditor.apply(
      edits, to: Array(text.utf8), path: "f.md", schema: KindSchema.builtIn(kind))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The front matter after one edit, without its fences.
  private func yaml(_ yaml: String, _ edit: FieldEdit, _ kind: Kind = .customers) throws -> String {
    let text = try edited("---\n\(yaml)---\nbody\n", [edit], kind)
    #expect(text.hasPrefix("---\n") && text.hasSuffix("---\nbody\n"))
    return String(text.dropFirst(4).dropLast(9))
  }

  private func path(_ dotted: String) throws -> FieldPath { try #require(FieldPath(dotted)) }
  private func set(_ dotted: String, _ text: String) throws -> FieldEdit {
    .set(try path(dotted), .text(text))
  }

  @Test func `a set value keeps the style of the old one`() throws {
    #expect(try yaml("name: a # c\n", set("name", "b c")) == "name: b c # c\n")
    #expect(try yaml("name: 'a'\n", set("name", "it's")) == "name: 'it''s'\n")
    #expect(try yaml("name: \"a\"\n", set("name", "b")) == "name: \"b\"\n")
    #expect(try yaml("name: a\n", set("name", "b: c")) == "name: \"b: c\"\n")
    #expect(try yaml("name: a\n", set("name", "say \"x\": y")) == "name: 'say \"x\": y'\n")
    #expect(try yaml("name:   # c\n", set("name", "b")) == "name: b   # c\n")
    #expect(try yaml("note: |\n  a\n  b\nname: x\n", set("note", "c\nd")) == "note: |\n  c\n  d\nname: x\n")
    #expect(
      try yaml("note: >- # c\n    a\n\nname: x\n", set("note", "c")) == "note: >- # c\n    c\n\nname: x\n")
    #expect(try yaml("name: a\n  b # c\n", set("name", "d")) == "name: d # c\n")
    #expect(try yaml("\"name\" : a\n", set("name", "b")) == "\"name\" : b\n")
  }

  @Test func `text that looks like something else is quoted, by the field's type`() throws {
    for text in ["no", "123", "2026-11-20", "null", "~", "1e3", "12:30", "y", "0312345678", ""] {
      #expect(try yaml("name: a\n", set("name", text)) == "name: \"\(text)\"\n")
    }
    #expect(try yaml("phone: x\n", set("phone", "090-0000-1234")) == "phone: \"090-0000-1234\"\n")
    #expect(try yaml("created: x\n", set("created", "2026-11-20")) == "created: 2026-11-20\n")
    #expect(try yaml("amount: 1\n", set("amount", "1200"), .deals) == "amount: 1200\n")
    #expect(try yaml("do_not_contact: no\n", set("do_not_contact", "yes")) == "do_not_contact: yes\n")
    #expect(try yaml("where: a\n", set("where", "a = \"b: c\""), .segments) == "where: 'a = \"b: c\"'\n")
  }

  @Test func `an equal value changes no byte`() throws {
    for text in [
      "---\nname: 'a' \nemail: a@b.example\n---\n", "\u{FEFF}---\r\nname:  a\r\nemail: [a@b.example]\r\n---",
    ] {
      #expect(try edited(text, [set("name", "a")]) == text)
      #expect(try edited(text, [.set(path("email"), .list([.text("a@b.example")]))]) == text)
      #expect(try edited(text, [set("email", "a@b.example")]) == text)
      #expect(try edited(text, [.clear(path("kana"))]) == text)
      #expect(try edited(text, [.add(path("email"), ["a@b.example"])]) == text)
      #expect(try edited(text, [.remove(path("email"), ["x"])]) == text)
    }
  }

  @Test func `a new key follows its neighbour in the schema, else comes last`() throws {
    #expect(try yaml("name: a\nzz: 1\n", set("family_name", "b")) == "name: a\nfamily_name: b\nzz: 1\n")
    #expect(
      try yaml("name: a\n# end\n", set("created", "2026-11-20")) == "name: a\n# end\ncreated: 2026-11-20\n")
    #expect(try yaml("", set("name", "a")) == "name: a\n")
    #expect(try yaml("# only\n", set("name", "a")) == "# only\nname: a\n")
    #expect(try edited("body", [set("name", "a")]) == "---\nname: a\n---\nbody")
    #expect(try edited("\u{FEFF}x\r\n", [set("name", "a")]) == "\u{FEFF}---\r\nname: a\r\n---\r\nx\r\n")
    #expect(try edited("", [set("name", "a")]) == "---\nname: a\n---\n")
    #expect(try edited("---\n---", [set("name", "a")]) == "---\nname: a\n---")
    #expect(try yaml("{name: a}\n", set("kana", "b")) == "{name: a, kana: b}\n")
  }

  @Test func `nested fields`() throws {
    #expect(try yaml("name: a\n", set("address.city", "台東区")) == "name: a\naddress:\n  city: 台東区\n")
    #expect(try yaml("ids: {a: 1}\n", set("ids.shopify", "123")) == "ids: {a: 1, shopify: \"123\"}\n")
    #expect(
      try yaml("address:\n    region: x # c\n", set("address.city", "z"))
        == "address:\n    region: x # c\n    city: z\n")
    #expect(try yaml("address:\n", set("address.city", "z")) == "address:\n  city: z\n")
    #expect(try yaml("address: {city: x}\nname: a\n", .clear(path("address.city"))) == "name: a\n")
    #expect(
      try yaml("address:\n  city: x\n  region: y\n", .clear(path("address.city")))
        == "address:\n  region: y\n")
    #expect(
      try yaml("address: {city: x, region: y}\n", .clear(path("address.city"))) == "address: {region: y}\n")
    #expect(
      try yaml("address: {city: x, region: y}\n", .clear(path("address.region"))) == "address: {city: x}\n")
    #expect(throws: DaichoError.self) { try yaml("address: x\n", set("address.city", "y")) }
  }

  @Test func `items are added in the list's own style`() throws {
    func added(_ text: String, _ items: String...) throws -> String {
      try yaml(text, .add(path(text.hasPrefix("email") ? "email" : "tags"), items))
    }
    #expect(try added("tags: [a] # c\n", "b", "c") == "tags: [a, b, c] # c\n")
    #expect(try added("tags: []\n", "b") == "tags: [b]\n")
    #expect(try added("tags: # c\n", "b") == "tags: [b] # c\n")
    #expect(try added("tags: a\n", "b") == "tags: [a, b]\n")
    #expect(try added("email: a@b.example # c\n", "c@d.example") == "email: [a@b.example, c@d.example] # c\n")
    #expect(
      try added("tags:\n  - a # one\n  # more\nname: x\n", "b")
        == "tags:\n  - a # one\n  - b\n  # more\nname: x\n")
    #expect(try added("tags:\n- 'a'\nname: x\n", "b") == "tags:\n- 'a'\n- 'b'\nname: x\n")
    #expect(
      try added("tags: [\n  a, # one\n  b # two\n]\n", "c") == "tags: [\n  a, # one\n  b, # two\n  c\n]\n")
    #expect(try added("tags: [a, b]\n", "b") == "tags: [a, b]\n")
    #expect(try added("name: x\n", "b") == "name: x\ntags: [b]\n")
    #expect(try yaml("name: x\n", .add(path("phone"), ["1-2"])) == "name: x\nphone: \"1-2\"\n")
  }

  @Test func `items are taken off with their separators`() throws {
    func removed(_ text: String, _ items: String...) throws -> String {
      try yaml(text, .remove(path("tags"), items))
    }
    #expect(try removed("tags: [a, b, c] # c\n", "a") == "tags: [b, c] # c\n")
    #expect(try removed("tags: [a, b, c]\n", "b") == "tags: [a, c]\n")
    #expect(try removed("tags: [a, b, c]\n", "c") == "tags: [a, b]\n")
    #expect(try removed("tags: [a, b, c]\n", "a", "c") == "tags: [b]\n")
    #expect(try removed("tags: [a]\nname: x\n", "a") == "name: x\n")
    #expect(try removed("tags: a\nname: x\n", "a") == "name: x\n")
    #expect(
      try removed("tags:\n  - a\n  # about b\n  - b # x\n  - c\n", "b")
        == "tags:\n  - a\n  # about b\n  - c\n")
    #expect(try removed("tags: [Gift, b]\n", "ｇｉｆｔ") == "tags: [b]\n")
  }

  @Test func `an object is appended to a list`() throws {
    let grant = EditValue.object([
      .init("channel", .text("email")), .init("granted", .text("2026-11-20")),
    ])
    let line = "{channel: email, granted: 2026-11-20}"
    #expect(try yaml("name: a\n", .append(path("consent"), grant)) == "name: a\nconsent:\n  - \(line)\n")
    #expect(
      try yaml("consent:\n- {channel: line}\n", .append(path("consent"), grant))
        == "consent:\n- {channel: line}\n- \(line)\n")
    #expect(
      try yaml("consent:\n  - channel: line\n", .append(path("consent"), grant))
        == "consent:\n  - channel: line\n  - channel: email\n    granted: 2026-11-20\n")
  }

  @Test func `clearing takes the key's lines and no more`() throws {
    #expect(
      try yaml("a: 1\n# about b\nb: |\n  x\n\nc: 1\n", .clear(path("b"))) == "a: 1\n# about b\n\nc: 1\n")
    #expect(try yaml("tags:\n  - a\n  - b # x\nname: a\n", .clear(path("tags"))) == "name: a\n")
    #expect(try yaml("a: |+\n  x\n\nb: 1\n\nc: 1\n", .clear(path("b"))) == "a: |+\n  x\n\nc: 1\n")
    #expect(try yaml("a: |\n  x\nb: 1\n  # c\n", .clear(path("b"))) == "a: |\n  x\nb:\n  # c\n")
  }

  @Test func `what cannot be read is not edited`() throws {
    #expect(throws: DaichoError.self) { try edited("---\na: &x 1\n---\n", [set("name", "b")]) }
    #expect(throws: DaichoError.self) { try edited("---\na: 1\n", [set("name", "b")]) }
    #expect(throws: DaichoError.self) { try yaml("name: a\n", set("name", "\0")) }
    #expect(FieldPath("") == nil && FieldPath("a..b") == nil && FieldPath("a\nb") == nil)
  }

  @Test func `a new record is tidy and in the schema's order`() throws {
    let fields: [(FieldPath, EditValue)] = try [
      (path("created"), .text("2026-11-20")), (path("tags"), .list([.text("gift"), .text("no")])),
      (path("name"), .text("山田 花子")), (path("address.city"), .text("台東区")),
      (path("address.region"), .text("東京都")), (path("own"), .text("x")),
      (
        path("consent"),
        .list([.object([.init("channel", .text("email")), .init("granted", .text("2026-11-20"))])])
      ),
    ]
    let bytes = try FieldEditor.newRecord(
      kind: .customers, schema: KindSchema.builtIn(.customers), fields: fields, body: Array("\nNote.\n".utf8))
    #expect(
      String(decoding: bytes, as: UTF8.self) == """
        ---
        name: 山田 花子
        tags: [gift, "no"]
        address:
          city: 台東区
          region: 東京都
        consent:
          - {channel: email, granted: 2026-11-20}
        created: 2026-11-20
        own: x
        ---

        Note.

        """)
    let segment = try FieldEditor.newRecord(
      kind: .segments, schema: KindSchema.builtIn(.segments),
      fields: [(path("where"), .text("tags has \"#gift\" and x: y"))], body: [])
    #expect(String(decoding: segment, as: UTF8.self) == "---\nwhere: |\n  tags has \"#gift\" and x: y\n---\n")
  }
}
