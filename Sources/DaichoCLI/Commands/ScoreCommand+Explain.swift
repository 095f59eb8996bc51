import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace
import OrderedCollections

extension ScoreCommand {
  struct Explain: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "One record's score, rule by rule.",
      discussion: """
        daicho score explain lead hanako-yamada
        daicho score explain lead hanako-yamada --today 2026-12-24
        daicho score explain lead hanako-yamada --format json

        ITEMS is what an 'each:' rule counts, WEIGHT what they count for with their half-life. The points of \
        the rules, each rounded to one decimal, add up to the score exactly.
        """)

    @Argument(help: "The score.", completion: Completions.ids([.scores]))
    var score: String

    @Argument(help: "The record.", completion: Completions.ids([.customers, .companies, .deals, .inquiries]))
    var reference: String

    @Option(help: "How to answer: table or json.")
    var format: OutputFormat = .table

    @OptionGroup var past: PastOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
      guard format == .table || format == .json else {
        throw DaichoError.usage(.tableOrJSON(format.rawValue))
      }
      let session = Session(global, at: past, paged: format == .table)
      let workspace = try session.workspace()
      let score = try workspace.index.score(score)
      let record = try session.choose(reference, kinds: [score.kind])
      let answer = try workspace.index.explain(score, of: record)
      if format == .json {
        try session.output.writeLine(answer.json.serialized(indent: 2))
        return try session.finish()
      }
      guard let points = answer.points else {
        try session.finish()
        return session.messages.printNote(.hasNoScore(record.reference, score))
      }
      var table = TextTable(
        columns: [
          OutputColumn("rule", Wording(en: "rule", ja: "規則")),
          OutputColumn.number("points", Wording(en: "each", ja: "点")),
          OutputColumn.number("items", Wording(en: "items", ja: "件")),
          OutputColumn.number("weight", Wording(en: "weight", ja: "重み")),
          OutputColumn.number("max", Wording(en: "max", ja: "上限")),
          OutputColumn.number("contribution", Wording(en: "points", ja: "得点")),
        ],
        rows: answer.rules.map { rule in
          OutputRow(
            id: "",
            [
              .string("\(rule.isEach ? "each" : "when"): \(rule.text)"), .points(rule.points),
              rule.isEach ? .integer(rule.items) : .null,
              rule.halfLife == nil ? .null : .points((rule.weight * 100).rounded() / 100),
              .points(rule.max), .points(tenths: rule.tenths),
            ])
        }, totals: [nil, nil, nil, nil, nil, .points(points)],
        language: session.language)
      if let width = session.terminal.width { table.shrink(to: width) }
      for line in table.lines(style: session.terminal.style) { try session.output.write(line) }
      if !answer.notes.isEmpty { try session.output.writeLine() }
      for note in answer.notes { try session.output.writeLine(CellText.line(note(session.language))) }
      try session.finish()
      if let threshold = score.threshold {
        session.messages.printNote(
          .threshold(JSONValue.points(threshold), isReached: points >= threshold, answer.isHandedOff))
      }
    }
  }
}

extension ScoreAnswer {
  /// For machines.
  var json: JSONValue {
    .object([
      "score": .string(score.id.text),
      "record": .object([
        "kind": .string(record.reference.kind.folder), "id": .string(record.reference.id.text),
      ]),
      "points": .points(points), "threshold": .points(score.threshold), "handed_off": .bool(isHandedOff),
      "rules": points == nil ? .array([]) : .array(rules.map(\.json)),
    ])
  }
}

extension ScoreAnswer.Rule {
  var json: JSONValue {
    let text = JSONValue.string(self.text)
    guard isEach else {
      return .object([
        "when": text, "points": .points(points), "holds": .bool(items > 0),
        "contribution": .points(tenths: tenths),
      ])
    }
    return .object([
      "each": text, "points": .points(points), "items": .integer(items),
      "half_life_days": .points(halfLife), "weight": .points(weight), "max": .points(max),
      "capped": .bool(isCapped), "contribution": .points(tenths: tenths),
    ])
  }
}
