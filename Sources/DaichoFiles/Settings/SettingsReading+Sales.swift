import DaichoModel

/// Members and pipelines.
extension SettingsReading {
  mutating func members(_ node: YAMLNode) {
    var members: [WorkspaceSettings.Member] = []
    for entry in entries(node, "members") {
      if let name = entry.value.text {
        members.append(.init(id: entry.key, name: name.isEmpty ? nil : name, email: nil))
        continue
      }
      var (name, email): (String?, String?)
      for detail in entries(entry.value, "members.\(entry.key)", known: ["name", "email"]) {
        switch detail.key {
        case "name": name = text(detail.value, detail.key)
        case "email": email = self.email(detail.value, "members.\(entry.key).email")
        default: continue
        }
      }
      members.append(.init(id: entry.key, name: name, email: email))
    }
    result.settings.members = members
  }

  mutating func email(_ node: YAMLNode, _ key: String) -> String? {
    guard let text = text(node, key) else { return nil }
    guard EmailSyntax.check(text) != .invalid else {
      report(
        .error, "bad-email", at: node.range.lowerBound, .badEmail(text),
        suggestion: EmailSyntax.repaired(text).map(Wording.writeInstead))
      return nil
    }
    return text
  }

  mutating func pipelines(_ node: YAMLNode) {
    var pipelines: [WorkspaceSettings.Pipeline] = []
    for entry in entries(node, "pipelines") {
      let key = "pipelines.\(entry.key)"
      guard let items = entry.value.items else {
        wrong(entry.value, key, .expectedStages)
        continue
      }
      var stages: [WorkspaceSettings.Stage] = []
      for item in items {
        guard let stage = stage(item, key) else { continue }
        guard !stages.contains(where: { $0.name == stage.name }) else {
          report(.error, "duplicate-stage", at: item.range.lowerBound, .duplicateStage(stage.name))
          continue
        }
        stages.append(stage)
      }
      pipelines.append(.init(name: entry.key, stages: stages))
    }
    if !pipelines.isEmpty { result.settings.pipelines = pipelines }
  }

  private mutating func stage(_ node: YAMLNode, _ key: String) -> WorkspaceSettings.Stage? {
    var (name, probability, rot): (String?, ExactDecimal?, Int?)
    for entry in entries(node, key, known: ["stage", "probability", "rot_after"]) {
      switch entry.key {
      case "stage": name = text(entry.value, "stage")
      case "probability": probability = share(entry.value, "probability")
      case "rot_after":
        guard let span = entry.value.text.flatMap({ TimeSpan(typed: $0) }), let days = span.days, days > 0
        else {
          wrong(entry.value, "rot_after", .expectedDays)
          continue
        }
        rot = days
      default: continue
      }
    }
    guard let name, let probability else {
      if node.entries != nil {
        report(.error, "incomplete-stage", at: node.range.lowerBound, .incompleteStage)
      }
      return nil
    }
    return .init(name: name, probability: probability, rotAfterDays: rot)
  }

  /// 0…1, or a percentage.
  mutating func share(_ node: YAMLNode, _ key: String) -> ExactDecimal? {
    let text = node.text ?? ""
    let isPercent = text.hasSuffix("%")
    guard let number = ExactDecimal(typed: isPercent ? String(text.dropLast()) : text), number.scale <= 16
    else {
      wrong(node, key, .expectedProbability)
      return nil
    }
    let share = isPercent ? ExactDecimal(units: number.units, scale: number.scale + 2) : number
    guard (0...1).contains(share.double) else {
      wrong(node, key, .expectedProbability)
      return nil
    }
    return share
  }

  mutating func rfm(_ node: YAMLNode) {
    for entry in entries(node, "rfm", known: ["recency", "frequency", "monetary"]) {
      let key = "rfm.\(entry.key)"
      let bounds = (entry.value.items ?? []).compactMap { $0.text.flatMap { ExactDecimal(typed: $0) } }
      let isAscending = zip(bounds, bounds.dropFirst()).allSatisfy { $0.double < $1.double }
      guard bounds.count == 4, entry.value.items?.count == 4, isAscending else {
        wrong(entry.value, key, .expectedThresholds)
        continue
      }
      switch entry.key {
      case "recency": result.settings.rfm.recency = bounds
      case "frequency": result.settings.rfm.frequency = bounds
      case "monetary": result.settings.rfm.monetary = bounds
      default: continue
      }
    }
  }
}
