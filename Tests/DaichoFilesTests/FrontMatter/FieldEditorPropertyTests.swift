import DaichoModel
import Testing

@testable import DaichoFiles

struct FieldEditorPropertyTests {
  @Test func `an edit touches only the lines of its key and reads back`() throws {
    var random = SplitMix64(seed: 20_261_120)
    let schema = KindSchema.builtIn(.customers)
    var refused = 0
    for round in 0..<10_000 {
      let matter = RandomFrontMatter(&random)
      let bytes = Array(matter.text.utf8)
      let before = FrontMatter.parse(bytes, path: "f.md")
      try #require(before.isReadable, "round \(round): \(before.problems)\n\(matter.text)")
      let edit = try randomEdit(&random)
      let result: [UInt8]
      do throws(DaichoError) {
        result = try FieldEditor.apply([edit], to: bytes, path: "f.md", schema: schema)
      } catch {
        let isRightful = ["not-a-list", "not-a-mapping"].contains(error.code)
        if !isRightful {
          refused += 1
          Issue.record("round \(round): \(error.code) for \(edit)\n\(matter.text)")
        }
        continue
      }
      guard check(round, matter, bytes, edit, result) else { return }
    }
    #expect(refused == 0)
  }

  private func check(
    _ round: Int, _ matter: RandomFrontMatter, _ bytes: [UInt8], _ edit: FieldEdit, _ result: [UInt8]
  ) -> Bool {
    var holds = true
    func expect(_ condition: Bool, _ what: String) {
      guard !condition else { return }
      holds = false
      let after = String(decoding: result, as: UTF8.self)
      Issue.record("round \(round): \(what): \(edit)\n\(matter.text)\n=====\n\(after)")
    }
    let old = FrontMatter.parse(bytes, path: "f.md")
    let new = FrontMatter.parse(result, path: "f.md")
    expect(new.isReadable, "unreadable")
    expect(result[new.body] == bytes[old.body], "body")
    let top = edit.path.names[0]
    for entry in old.entries where entry.key != top {
      let after = new.entries.first { $0.key == entry.key }
      expect(after?.value.text == entry.value.text, "other text")
      expect(after.map { EditValue($0.value) } == EditValue(entry.value), "other value")
    }
    expect(readsBack(edit, old, new), "read back")

    if let index = matter.blocks.firstIndex(where: { $0.key == top }) {
      var (head, tail) = matter.around(index)
      // Blank lines below a `|+` block are its text.
      let above = matter.blocks[..<index].last { $0.key != nil }
      let keepsBlanks = [above, matter.blocks[index]].contains { $0?.lines[0].contains("|+") ?? false }
      if keepsBlanks {
        while tail.first == 0x0A || tail.first == 0x0D || tail.first == 0x20 { tail.removeFirst() }
      }
      expect(result.starts(with: head), "lines before")
      expect(result.reversed().starts(with: tail.reversed()), "lines after")
      expect(result.count >= head.count + tail.count, "overlap")
      guard holds else { return false }
      if case .set(let path, .text) = edit, path.names.count == 1, let kept = matter.blocks[index].comment {
        expect(String(decoding: result, as: UTF8.self).contains(kept), "comment lost")
      }
      if matter.ending == "\r\n", !keepsBlanks {
        let changed = result[head.count..<(result.count - tail.count)]
        let bare = changed.indices.contains { at in
          changed[at] == 0x0A && (at == changed.startIndex || changed[at - 1] != 0x0D)
        }
        expect(!bare, "bare LF")
      }
    } else if result != bytes {
      let prefix = zip(bytes, result).prefix { $0 == $1 }.count
      let suffix = zip(bytes.reversed(), result.reversed()).prefix { $0 == $1 }.count
      expect(prefix + suffix >= bytes.count, "more than one insertion")
    }
    return holds
  }

  private func value(_ path: FieldPath, _ matter: FrontMatter) -> EditValue? {
    var node = matter.root
    for name in path.names { node = node?[name] }
    return node.flatMap { EditValue($0) }
  }

  private func readsBack(_ edit: FieldEdit, _ old: FrontMatter, _ new: FrontMatter) -> Bool {
    let before = value(edit.path, old)
    let after = value(edit.path, new)
    switch edit {
    case .set(_, let wanted):
      return after.map { EditValue.list($0.items).agrees(with: .list(wanted.items)) } ?? false
    case .clear: return after == nil
    case .add(_, let texts):
      let items = after?.items ?? []
      return texts.allSatisfy { text in items.filter { $0 == .text(text) }.count == 1 }
        && (before?.items ?? []).allSatisfy(items.contains)
    case .remove(_, let texts): return !(after?.items ?? []).contains { texts.contains($0.text ?? "\0") }
    case .append(_, let value): return after?.items.last == value
    }
  }

  private func randomEdit(_ random: inout SplitMix64) throws -> FieldEdit {
    func path(_ names: [String]) throws -> FieldPath { try #require(FieldPath(random.pick(names))) }
    func text() -> String { random.pick(RandomFrontMatter.texts) }
    let scalars = ["name", "kana", "source", "created", "note", "zz_own", "company", "new_one", "lifecycle"]
    let lists = ["tags", "email", "phone", "tags"]
    let nested = ["address.city", "address.region", "ids.shopify", "address.street", "fresh.a.b"]
    switch Int.random(in: 0..<14, using: &random) {
    case 0...3: return try .set(path(scalars), .text(text()))
    case 4: return try .set(path(nested), .text(text()))
    case 5: return try .clear(path(scalars + lists + ["address", "ids"]))
    case 6: return try .clear(path(nested))
    case 7, 8: return try .add(path(lists), random.chance(30) ? [text(), "zz"] : [text()])
    case 9, 10:
      return try .remove(path(lists), random.chance(30) ? ["a", "b"] : [random.pick(["a", "b", "c", "x"])])
    case 11: return try .set(path(lists), .list([.text("b"), .text(text())]))
    case 12:
      return try .set(path(scalars), .object([.init("k", .text(text())), .init("l", .list([.text("x")]))]))
    default:
      return try .append(
        path(["consent", "tags"]),
        .object([.init("channel", .text("email")), .init("proof", .text(text()))]))
    }
  }
}
