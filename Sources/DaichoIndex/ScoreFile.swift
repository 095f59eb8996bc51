import DaichoFiles
import DaichoModel
import DaichoQuery

/// A score as its file states it, and what is wrong in it beside its filters.
package struct ScoreFile: Sendable {
  package let id: RecordID
  package let path: String
  package internal(set) var name: String?
  /// Whose score it is.
  package internal(set) var kind = Kind.customers
  /// The text of `of:`.
  package internal(set) var of: String?
  package internal(set) var threshold: Double?
  package internal(set) var handOff: HandOff?
  var definition: ScoreDefinition
  var findings: [Diagnostic] = []

  /// What is done once with a record that reaches the threshold.
  package struct HandOff: Sendable, Hashable {
    package var lifecycle: String?
    package var task: String?
    /// From the day of the hand-off to the day the task is due.
    package var due: TimeSpan?
  }

  /// How a filter, a column and a sort key name it.
  package var fieldName: String { "score.\(id.text)" }

  static func read(_ matter: FrontMatter, _ id: RecordID, path: String) -> ScoreFile {
    var reading = ScoreReading(source: matter.source, file: ScoreFile(id: id, path: path))
    reading.read(matter)
    return reading.file
  }

  private init(id: RecordID, path: String) {
    self.id = id
    self.path = path
    definition = ScoreDefinition(id: id.text, entity: Kind.customers.folder, rules: [])
  }
}

/// Reads one score. What `check` says of every file, a number that is none among it, is said elsewhere;
/// here it only keeps the score from being computed.
private struct ScoreReading {
  let source: SourceText
  var file: ScoreFile

  mutating func read(_ matter: FrontMatter) {
    guard let root = matter.root else {
      let place = SourceLocation(path: file.path, position: SourcePosition(line: 1, column: 1))
      file.definition.fault = .init(matter.problems.first?.message ?? .scoreWithoutRules, at: place)
      return
    }
    file.name = root["name"]?.text.flatMap { $0.isEmpty ? nil : $0 }
    readTarget(root)
    readRules(root)
    if let node = root["threshold"], !node.isEmpty {
      file.threshold = number(node)
    }
    if let node = root["hand_off"], !node.isEmpty { readHandOff(node) }
  }

  // MARK: of

  private mutating func readTarget(_ root: YAMLNode) {
    guard let node = root["of"], let text = node.text, !text.isEmpty else { return }
    file.of = text
    let placement = FilterPlaces.placement(of: node, in: source)
    file.definition.of = .init(text, at: placement)
    // What does not parse is told with the other filters.
    guard let target = try? FilterTarget.parse(text) else { return }
    guard let kind = Kind(typed: target.name.text) else {
      let near = Suggestion.nearest(to: target.name.text, in: Kind.allCases.map(\.folder))
      file.definition.of = nil
      let place = placement.location(ofOffset: target.name.range.lowerBound)
      return fault("unknown-kind", at: place, .unknownKind(target.name.text), near.map(Wording.didYouMean))
    }
    file.kind = kind
    file.definition.entity = kind.folder
  }

  // MARK: rules

  private mutating func readRules(_ root: YAMLNode) {
    guard let node = root["rules"], !node.isEmpty else {
      let place = root["rules"]?.range.lowerBound ?? root.range.lowerBound
      return fault("missing-rules", at: source.location(at: place), .scoreWithoutRules, .writeRules)
    }
    guard let rules = node.items ?? (node.entries == nil ? nil : [node]) else {
      return block(.scoreWithoutRules, at: node)
    }
    for rule in rules {
      if let rule = read(rule) { file.definition.rules.append(rule) }
    }
  }

  private mutating func read(_ node: YAMLNode) -> ScoreDefinition.Rule? {
    func written(_ key: String) -> YAMLNode? {
      node[key].flatMap { $0.isEmpty || $0.text == "" ? nil : $0 }
    }
    let place = source.location(at: node.range.lowerBound)
    guard node.entries != nil else {
      block(.scoreWithoutRules, at: node)
      return nil
    }
    let (when, each) = (written("when"), written("each"))
    if when != nil, let each {
      let place = source.location(at: each.range.lowerBound)
      fault("rule-two-conditions", at: place, .ruleWithTwoConditions, .splitRule)
      return nil
    }
    guard let condition = when ?? each, let text = condition.text else {
      fault("rule-without-condition", at: place, .ruleWithoutCondition, .writeCondition)
      return nil
    }
    guard let pointsNode = written("points") else {
      fault("missing-points", at: place, .ruleWithoutPoints, .writePoints)
      return nil
    }
    guard let points = number(pointsNode) else {
      block(.notANumber("points"), at: pointsNode)
      return nil
    }
    var rule = ScoreDefinition.Rule(
      when != nil ? .when : .each, .init(text, at: FilterPlaces.placement(of: condition, in: source)),
      points: points)
    for key in ["max", "half_life"] where rule.form == .when {
      guard let node = written(key) else { continue }
      warn("rule-setting-unused", at: node, .onlyForEach(key), .useEach)
    }
    guard rule.form == .each else { return rule }
    if let node = written("max") { rule.max = limit(node, of: points) }
    if let node = written("half_life") { rule.halfLife = halfLife(node) }
    return rule
  }

  private mutating func limit(_ node: YAMLNode, of points: Double) -> Double? {
    guard let limit = number(node) else {
      block(.notANumber("max"), at: node)
      return nil
    }
    if limit != 0, points != 0, (limit < 0) != (points < 0) {
      let digits = source.text(node.range).filter { $0 != "-" && $0 != "\"" && $0 != "'" }
      fault(
        "wrong-sign", at: source.location(at: node.range.lowerBound), .maxOfOtherSign,
        .writeInstead("max: \(points < 0 ? "-" : "")\(digits)"))
    }
    return limit
  }

  private mutating func halfLife(_ node: YAMLNode) -> Double? {
    guard let span = node.text.flatMap({ TimeSpan(typed: $0) }) else {
      block(.notADuration("half_life"), at: node)
      return nil
    }
    guard span.amount > 0 else {
      fault(
        "bad-half-life", at: source.location(at: node.range.lowerBound), .halfLifeOfNothing,
        .writeInstead("half_life: 30 days"))
      return nil
    }
    return span.meanDays
  }

  private func number(_ node: YAMLNode) -> Double? {
    node.text.flatMap { ExactDecimal(typed: $0)?.double }
  }

  // MARK: hand_off

  private static let handOffKeys = ["lifecycle", "task", "due"]

  private mutating func readHandOff(_ node: YAMLNode) {
    guard let entries = node.entries else {
      return report(.error, "wrong-type", at: node, .handOffIsMapping, .handOffExample)
    }
    var handOff = ScoreFile.HandOff()
    for entry in entries {
      guard ScoreReading.handOffKeys.contains(entry.key) else {
        let near = Suggestion.nearest(to: entry.key, in: ScoreReading.handOffKeys)
        file.findings.append(
          Diagnostic(
            .warning, "unknown-field", at: source.location(at: entry.keyRange.lowerBound),
            .unknownHandOff(entry.key, ScoreReading.handOffKeys), suggestion: near.map(Wording.didYouMean)))
        continue
      }
      guard let text = entry.value.text, !text.isEmpty else { continue }
      switch entry.key {
      case "lifecycle": handOff.lifecycle = lifecycle(text, entry.value)
      case "task": handOff.task = text
      default:
        handOff.due = TimeSpan(typed: text)
        if handOff.due == nil {
          report(.error, "wrong-type", at: entry.value, .notADuration("due"), .writeInstead("due: 1 day"))
        }
      }
    }
    if handOff.due != nil, handOff.task == nil, let due = node["due"] {
      report(.warning, "hand-off-without-task", at: due, .dueWithoutTask, nil)
    }
    if file.threshold == nil {
      report(.error, "missing-threshold", at: node, .handOffWithoutThreshold, .writeThreshold)
    }
    if handOff.lifecycle != nil || handOff.task != nil { file.handOff = handOff }
  }

  /// Where a hand-off may lead: upwards, and not to what only orders or people decide.
  private mutating func lifecycle(_ text: String, _ node: YAMLNode) -> String? {
    guard file.kind == .customers else {
      report(.error, "bad-hand-off", at: node, .onlyCustomersHaveLifecycle, nil)
      return nil
    }
    let folded = TextFolding.fold(text)
    let allowed = KindSchema.lifecycles.filter { $0 != "former" }
    guard let known = allowed.first(where: { $0 == folded }) else {
      let near = Suggestion.nearest(to: text, in: allowed)
      report(
        .error, "bad-hand-off", at: node, .badHandOffLifecycle(text, allowed),
        near.map(Wording.didYouMean))
      return nil
    }
    return known
  }

  // MARK: Reporting

  /// What `check` tells anyway: the score cannot be computed.
  private mutating func block(_ message: Wording, at node: YAMLNode) {
    guard file.definition.fault == nil else { return }
    file.definition.fault = .init(message, at: source.location(at: node.range.lowerBound))
  }

  private mutating func fault(
    _ code: String, at place: SourceLocation, _ message: Wording, _ suggestion: Wording?
  ) {
    file.findings.append(Diagnostic(.error, code, at: place, message, suggestion: suggestion))
    if file.definition.fault == nil { file.definition.fault = .init(message, at: place) }
  }

  private mutating func warn(_ code: String, at node: YAMLNode, _ message: Wording, _ suggestion: Wording?) {
    report(.warning, code, at: node, message, suggestion)
  }

  private mutating func report(
    _ severity: Diagnostic.Severity, _ code: String, at node: YAMLNode, _ message: Wording,
    _ suggestion: Wording?
  ) {
    file.findings.append(
      Diagnostic(
        severity, code, at: source.location(at: node.range.lowerBound), message, suggestion: suggestion))
  }
}

extension TimeSpan {
  /// In days of 24 hours; a month counts 30 days and a year 365.
  fileprivate var meanDays: Double {
    switch unit {
    case .minute: Double(amount) / 1440
    case .hour: Double(amount) / 24
    case .day: Double(amount)
    case .week: Double(amount) * 7
    case .month: Double(amount) * 30
    case .year: Double(amount) * 365
    }
  }
}
