import DaichoModel

extension Compiler {
  /// The sum of the rules' points for the record `row`, each rounded to one decimal; NULL for a record that
  /// has no such score. Tenths are added, which are whole, so that the parts come to the sum exactly.
  mutating func score(_ score: CheckedScore, row: String) -> SQLTemplate {
    let outer = frames
    frames = [Frame(row: row)]
    defer { frames = outer }
    let sum = Compiler.sum(score.rules.map { tenths(of: $0) })
    guard let of = score.of else { return "(\(sum) / 10.0)" }
    // Not CASE, of which SQLite's parser stacks up more; and what is deep stands first wherever it can.
    return "iif(\(condition(of, strict: false)), \(sum) / 10.0, NULL)"
  }

  /// Chains of a hundred: neither a tree too deep for SQLite, nor a pair of parentheses for every sum.
  private static func sum(_ parts: [SQLTemplate]) -> SQLTemplate {
    guard let first = parts.first else { return "0" }
    if parts.count == 1 { return first }
    let chains = stride(from: 0, to: parts.count, by: 100).map { start in
      let chain = parts[start..<min(start + 100, parts.count)]
      return "(\(Array(chain).joined(" + ")))" as SQLTemplate
    }
    return chains.count == 1 ? chains[0] : "(\(chains.joined(" + ")))"
  }

  /// The points of one rule for the record, ten times over: a whole number, as REAL.
  mutating func tenths(of rule: CheckedScore.Rule) -> SQLTemplate {
    let definition = rule.definition
    let points: SQLTemplate = "\(bind: .real(definition.points * 10))"
    switch rule.form {
    case .condition(let condition):
      return "iif(\(self.condition(condition, strict: false)), round(\(points)), 0)"
    case .items:
      guard let limit = definition.max else { return "round(\(weight(of: rule)) * \(points))" }
      let nearer = definition.points < 0 ? "MAX" : "MIN"
      return "round(\(name: nearer)(\(weight(of: rule)) * \(points), \(bind: .real(limit * 10))))"
    }
  }

  mutating func items(of rule: CheckedScore.Rule) -> SQLTemplate {
    switch rule.form {
    case .condition(let condition): "(\(self.condition(condition, strict: false)) IS TRUE)"
    case .items(let items, _): aggregate(items)
    }
  }

  /// How much the items count together: one each, less by age where the rule has a half-life.
  mutating func weight(of rule: CheckedScore.Rule) -> SQLTemplate {
    guard case .items(let items, let day) = rule.form, let halfLife = rule.definition.halfLife, let day,
      case .collection(let collection, let owner, let level) = items.source
    else { return self.items(of: rule) }
    usesToday = true
    let today = Int64(environment.today.day)
    return withItems(collection, owner, level) { compiler, source in
      let parts = compiler.split(items.conditions, level)
      guard collection.group != nil else {
        let age: SQLTemplate = "\(bind: .integer(today)) - \(compiler.value(day))"
        let decayed: SQLTemplate = "daicho_decay(\(age), \(bind: .real(halfLife)))"
        return "(SELECT TOTAL(\(decayed)) FROM \(source)\(compiler.filtering(parts.rows, level)))"
      }
      compiler.frames[level].mode = .groups
      let first = compiler.value(day)
      compiler.frames[level].mode = .rows
      let age: SQLTemplate = "\(bind: .integer(today)) - v"
      let decayed: SQLTemplate = "daicho_decay(\(age), \(bind: .real(halfLife)))"
      let days: SQLTemplate = "SELECT \(first) AS v FROM \(source)\(compiler.grouping(parts, level))"
      return "(SELECT TOTAL(\(decayed)) FROM (\(days)))"
    }
  }
}
