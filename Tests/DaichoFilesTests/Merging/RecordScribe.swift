import DaichoModel

@testable import DaichoFiles

/// Makes records as people write them, and edits them as people and daicho do.
struct RecordScribe {
  var random: SplitMix64
  let schema = KindSchema.builtIn(.customers)

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
  private mutating func pick<T>(_ items: [T]) -> T { items[Int.random(in: 0..<items.count, using: &random)] }
  private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }

  private static let texts = [
    "山田 花子", "Tokyo", "'03-1234-5678'", "\"a: b\"", "no", "2026-11-20", "台東区 # 1", "x",
  ]
  private static let tags = ["gift", "vip", "定期", "roast", "2026", "wholesale"]

  mutating func record() -> [UInt8] {
    var lines = ["---"]
    if chance(30) { lines.append("# made by hand") }
    lines.append("name: 山田 花子")
    if chance(50) { lines.append("kana: やまだ はなこ  # read so") }
    if chance(60) { lines.append(pick(["email: a@example.com", "email: [a@example.com, b@example.com]"])) }
    if chance(30) { lines += ["", "# who looks after her"] }
    if chance(50) { lines.append("owner: sato") }
    if chance(70) { lines += tagLines() }
    if chance(50) {
      lines += pick([
        ["address: {city: 台東区, region: 東京都}"],
        ["address:", "  region: 東京都", "  # moved in May", "  city: 台東区"],
      ])
    }
    if chance(50) { lines += ["consent:", "  - {channel: email, granted: 2025-04-01, via: form}"] }
    if chance(30) { lines += ["note: |", "  two", "  lines"] }
    if chance(30) { lines.append("stock_list: {a: 1, b: [x, y]}") }
    lines.append("---")
    for _ in 0..<number(0...4) {
      lines.append(pick(["Likes light roasts.", "", "Bought a grinder.", "> quoted"]))
    }
    if chance(80) { lines += log() }
    if chance(20) { lines += ["", "## Later", "", "After the log."] }
    return packed(lines)
  }

  private mutating func tagLines() -> [String] {
    let tags = RecordScribe.tags.filter { _ in chance(40) }
    if tags.isEmpty { return ["tags: []"] }
    return chance(50) ? ["tags: [\(tags.joined(separator: ", "))]"] : ["tags:"] + tags.map { "  - \($0)" }
  }

  private mutating func log() -> [String] {
    var entries: [[String]] = []
    for day in 1...max(1, number(0...5)) {
      let head = "2026-10-\(day < 10 ? "0" : "")\(day)"
      var entry = pick([
        ["- \(head) 10:00 call in @sato: Asked about \(day)"], ["- [ ] \(head) @sato: Send list \(day)"],
        ["- \(head) メール：見積 \(day)"], ["* [x] \(head): Done \(day)"],
      ])
      if chance(20) { entry.append("  and a second line") }
      entries.append(entry)
    }
    if chance(40) { entries.reverse() }
    let isLoose = chance(20)
    var lines = ["", "## Log", ""]
    for (index, entry) in entries.enumerated() { lines += (isLoose && index > 0 ? [""] : []) + entry }
    return lines
  }

  private mutating func packed(_ lines: [String]) -> [UInt8] {
    let ending = chance(15) ? "\r\n" : "\n"
    var text = lines.joined(separator: ending)
    if !chance(15) { text += ending }
    return (chance(10) ? [0xEF, 0xBB, 0xBF] : []) + Array(text.utf8)
  }

  // MARK: Edits

  /// `who` tells the words of the two sides apart.
  mutating func edited(_ bytes: [UInt8], by who: String) -> [UInt8] {
    var bytes = bytes
    for step in 0..<number(0...4) { bytes = edit(bytes, "\(who)\(step)") }
    return bytes
  }

  private mutating func edit(_ bytes: [UInt8], _ word: String) -> [UInt8] {
    switch number(0...11) {
    case 0, 1:
      return apply(
        .set(
          path(
            pick([
              "name", "owner", "kana", "source", "note", "address.city", "address.street", "ids.shopify",
              "stock_list.a",
            ])), .text(pick(RecordScribe.texts) + word)), bytes)
    case 2:
      return apply(.clear(path(pick(["owner", "kana", "tags", "address.city", "note", "email"]))), bytes)
    case 3: return apply(.add(path("tags"), [pick(RecordScribe.tags), word]), bytes)
    case 4: return apply(.remove(path("tags"), [pick(RecordScribe.tags)]), bytes)
    case 5: return apply(.add(path("email"), ["\(word)@example.com"]), bytes)
    case 6:
      let fact = EditValue.object([
        .init("channel", .text("email")), .init("withdrawn", .text("2026-01-0\(number(1...9))")),
        .init("via", .text(word)),
      ])
      return apply(.append(path("consent"), fact), bytes)
    case 7, 8: return logged(bytes, word)
    case 9: return ticked(bytes)
    case 10: return rewritten(bytes, word)
    default: return commented(bytes, word)
    }
  }

  private func path(_ name: String) -> FieldPath {
    FieldPath(name) ?? FieldPath(names: ["name"]).unsafelyUnwrapped
  }

  private func apply(_ edit: FieldEdit, _ bytes: [UInt8]) -> [UInt8] {
    (try? FieldEditor.apply([edit], to: bytes, path: "c.md", schema: schema)) ?? bytes
  }

  private mutating func logged(_ bytes: [UInt8], _ word: String) -> [UInt8] {
    let date = CalendarDate(year: 2026, month: 11, day: number(1...28))
    guard let date,
      let draft = try? chance(70)
        ? LogEntryDraft.entry(
          on: date, at: chance(50) ? number(0...1_439) : nil, .call, .in, members: ["sato"],
          text: "about \(word)")
        : LogEntryDraft.task(due: date, text: "do \(word)")
    else { return bytes }
    let body = FrontMatter.parse(bytes, path: "").body
    return (try? LogEditor.append(draft, to: bytes, body: body, path: ""))?.bytes ?? bytes
  }

  private mutating func ticked(_ bytes: [UInt8]) -> [UInt8] {
    let tasks = Reading(bytes).entries.filter { $0.isTask && !$0.isDone }
    guard !tasks.isEmpty else { return bytes }
    return (try? LogEditor.tick(pick(tasks), in: bytes, path: "")) ?? bytes
  }

  /// An entry's words changed, or the entry taken out; or a line of prose.
  private mutating func rewritten(_ bytes: [UInt8], _ word: String) -> [UInt8] {
    let reading = Reading(bytes)
    var bytes = bytes
    if let entry = reading.entries.randomElement(using: &random), chance(70) {
      if chance(30) {
        bytes.removeSubrange(entry.range)
      } else if let end = bytes[entry.range].lastIndex(where: { !Byte.isBreak($0) }) {
        bytes.insert(contentsOf: " (\(word))".utf8, at: end + 1)
      }
      return bytes
    }
    let body = reading.matter.body.lowerBound
    guard body == reading.matter.source.start || Byte.isBreak(bytes[body - 1]) else { return bytes }
    bytes.insert(
      contentsOf: "Prose of \(word).\(reading.matter.source.lineEnding == .crlf ? "\r\n" : "\n")".utf8,
      at: body)
    return bytes
  }

  private mutating func commented(_ bytes: [UInt8], _ word: String) -> [UInt8] {
    let matter = FrontMatter.parse(bytes, path: "")
    guard let entry = matter.entries.randomElement(using: &random) else { return bytes }
    var bytes = bytes
    let ending = matter.source.lineEnding == .crlf ? "\r\n" : "\n"
    bytes.insert(
      contentsOf: "# said \(word)\(ending)".utf8, at: matter.source.lineStart(of: entry.keyRange.lowerBound))
    return bytes
  }
}

/// What a record says.
struct Reading {
  let matter: FrontMatter
  let entries: [LogEntry]

  init(_ bytes: [UInt8]) {
    matter = FrontMatter.parse(bytes, path: "c.md")
    var reader = LogReader(members: { $0 })
    entries = reader.read(bytes, body: matter.body, firstLine: 1, path: "").entries
  }

  /// The leaves that are one text each: `address.city`.
  var texts: [String: String] {
    var texts: [String: String] = [:]
    func visit(_ node: YAMLNode, _ path: String) {
      if let text = node.text, !text.isEmpty { texts[path] = text }
      for entry in node.entries ?? [] { visit(entry.value, path + "." + entry.key) }
    }
    if let root = matter.root { visit(root, "") }
    return texts
  }

  func items(_ name: String) -> Set<String> {
    Set((matter.root?[name].flatMap(EditValue.init)?.items ?? []).map(ValueMerge.identity))
  }

  /// Entries by all they say, and how often.
  var said: [String: Int] {
    Dictionary(
      entries.map { entry in
        (
          "\(entry.date) \(entry.minute ?? -1) \(entry.channel?.rawValue ?? "") \(entry.isTask) \(entry.isDone) \(entry.text)",
          1
        )
      }, uniquingKeysWith: +)
  }
}
