import DaichoModel

/// A score whose filters are in order, ready to be computed on any day.
package struct CheckedScore: Sendable {
  package let definition: ScoreDefinition
  /// What is asked of a record that has it; `nil`: nothing.
  var of: Condition?
  var rules: [Rule]

  struct Rule: Sendable {
    let definition: ScoreDefinition.Rule
    let form: Form

    enum Form: Sendable {
      case condition(Condition)
      /// In the scope of the items: `day` is an item's, where they have one.
      case items(AggregateAccess, day: Value?)
    }

    init(_ definition: ScoreDefinition.Rule, _ form: Form) {
      self.definition = definition
      self.form = form
    }
  }

  /// The score of `{row}`, NULL for a record that has none.
  package func compiled(in environment: QueryEnvironment) -> SQLTemplate {
    var compiler = Compiler(environment: environment)
    return compiler.score(self, row: "{row}")
  }

  /// What is asked of a record that has the score, over `{row}`; `nil`: nothing.
  package func target(in environment: QueryEnvironment) -> SQLTemplate? {
    var compiler = Compiler(environment: environment)
    return of.map { compiler.condition($0, strict: false) }
  }

  /// What each rule does for `{row}`.
  package func explained(in environment: QueryEnvironment) -> ScoreExplanation {
    var compiler = Compiler(environment: environment)
    var rules: [ScoreExplanation.Rule] = []
    for rule in self.rules {
      rules.append(
        ScoreExplanation.Rule(
          items: compiler.items(of: rule), weight: compiler.weight(of: rule),
          tenths: "CAST(\(compiler.tenths(of: rule)) AS INTEGER)"))
    }
    return ScoreExplanation(rules: rules, notes: compiler.notes.unique())
  }
}

extension [Wording] {
  /// Each once, in the order of the first.
  fileprivate func unique() -> [Wording] {
    var seen: Set<Wording> = []
    return filter { seen.insert($0).inserted }
  }
}

/// A score taken apart, as SQL over `{row}`.
package struct ScoreExplanation: Sendable {
  package let rules: [Rule]
  /// The days behind relative dates.
  package let notes: [Wording]

  package struct Rule: Sendable {
    /// How many items there are; of a condition 1 or 0.
    package let items: SQLTemplate
    /// What they count for together, each by its age.
    package let weight: SQLTemplate
    /// The rule's points, ten times over: a whole number.
    package let tenths: SQLTemplate
  }
}

extension QuerySchema {
  /// The score called `key`, or what is wrong in its file.
  package func checked(score key: String) throws(DaichoError) -> CheckedScore {
    guard let definition = scores[key] else {
      throw DaichoError("unknown-score", .unknownScore(key))
    }
    if let fault = definition.fault {
      throw DaichoError("score-invalid", fault.message, at: fault.location)
    }
    var errors: [Diagnostic] = []
    let score = check(definition) { errors.append($0) }
    if let error = errors.first(where: { $0.severity == .error }) {
      throw DaichoError(error.code, error.message, at: error.location, hint: error.suggestion)
    }
    return score
  }

  /// Everything wrong or doubtful in the filters of a score, each at its place.
  package func findings(of definition: ScoreDefinition) -> [Diagnostic] {
    var found: [Diagnostic] = []
    _ = check(definition) { found.append($0) }
    return found
  }

  /// The parts of a score that are in order; `report` is told of the others.
  private func check(_ definition: ScoreDefinition, report: (Diagnostic) -> Void) -> CheckedScore {
    var score = CheckedScore(definition: definition, of: nil, rules: [])
    guard let entity = entities[definition.entity] else { return score }
    func read<Part>(
      _ text: ScoreDefinition.Text, _ body: (inout Checker) throws(QueryError) -> Part
    ) -> Part? {
      var checker = Checker(
        schema: self, entity: entity, text: text.text, within: .score(RecordID.key(definition.id)))
      do throws(QueryError) {
        let part = try body(&checker)
        for warning in checker.warnings { report(warning.diagnostic(at: text.placement)) }
        return part
      } catch {
        report(error.diagnostic(at: text.placement))
        return nil
      }
    }
    if let of = definition.of {
      score.of = read(of) { checker throws(QueryError) in try checker.target(in: of.text) } ?? nil
    }
    for rule in definition.rules {
      if let rule = read(rule.text, { checker throws(QueryError) in try checker.rule(rule) }) {
        score.rules.append(rule)
      }
    }
    if !score.compiled(in: .trial).isWithinLimits, let text = definition.of ?? definition.rules.first?.text {
      report(
        Diagnostic(
          .error, "filter-too-deep", at: text.placement.location(ofOffset: 0), .filterTooDeep,
          suggestion: .splitIntoSegments))
    }
    return score
  }
}
