import DaichoModel

extension RecordReading {
  /// Reads one scalar by its type. `nil` where nothing is written.
  mutating func scalar(_ node: YAMLNode, _ type: FieldType, _ name: String) -> FieldValue? {
    guard case .scalar(_, let style) = node.content, let text = node.text else {
      return wrongType(node, .expectedOneValue, name)
    }
    if text.isEmpty { return nil }
    if style == .plain {
      if text == "~" { return nil }
      if isCutByComment(node) { warnOfComment(after: node, name) }
    }
    switch type {
    case .text, .multiline: return .text(text)
    default: break
    }
    if style == .plain, CoreSchema.isNull(text) { return nil }
    switch type {
    case .integer: return integer(text, node, name)
    case .decimal:
      guard let number = ExactDecimal(typed: text) else { return wrongType(node, .expectedNumber, name) }
      return .decimal(number)
    case .money: return money(text, node, name)
    case .percent: return percent(text, node, name)
    case .duration:
      guard let span = TimeSpan(typed: text) else { return wrongType(node, .expectedDuration, name) }
      return .text(span.description)
    case .boolean:
      guard let value = RecordReading.truth(text) else { return wrongType(node, .expectedYesOrNo, name) }
      return .boolean(value)
    case .date:
      if let date = RecordReading.isoDate(text) { return .date(date) }
      guard let date = CalendarDate(typed: text) else { return badDate(text, node, name) }
      suggest(.date, text, node, type, name)
      return .date(date)
    case .datetime:
      guard let moment = DateAndTime(typed: text) else { return badDate(text, node, name) }
      suggest(.datetime, text, node, type, name)
      return .datetime(moment)
    case .anniversary:
      guard let day = Anniversary(typed: text) else { return badDate(text, node, name) }
      suggest(.anniversary, text, node, type, name)
      return .anniversary(day)
    case .email: return email(text, node, name)
    case .phone: return phone(text, node, name)
    case .url: return url(text, node)
    case .choice(let words): return choice(text, words, node, name)
    case .member: return member(text, node)
    case .sender: return sender(text, node)
    case .pipeline: return pipeline(text, node)
    case .stage: return stage(text, node)
    case .reference(let kind): return reference(text, kind, node, name)
    case .anyReference: return reference(text, nil, node, name)
    case .text, .multiline, .prohibition, .filter, .tags, .list, .map, .object, .structure:
      return .text(text)
    }
  }

  private mutating func integer(_ text: String, _ node: YAMLNode, _ name: String) -> FieldValue {
    guard let number = ExactDecimal(typed: text), let value = number.units(withDigits: 0) else {
      return wrongType(node, .expectedInteger, name)
    }
    return .integer(value)
  }

  private mutating func money(_ text: String, _ node: YAMLNode, _ name: String) -> FieldValue {
    guard let number = ExactDecimal(typed: text) else { return wrongType(node, .expectedAmount, name) }
    // An unknown currency has been reported at its own field.
    guard let currency else { return .unreadable(text) }
    guard let minor = number.units(withDigits: currency.minorDigits) else {
      report(
        .error, "money-precision", at: node.range.lowerBound,
        .moneyPrecision(text, currency.code, currency.minorDigits))
      return .unreadable(text)
    }
    return .money(Money(minor: minor, currency: currency))
  }

  /// A fraction: `10%` and `0.1` are the same, a bare number over 1 is neither.
  private mutating func percent(_ text: String, _ node: YAMLNode, _ name: String) -> FieldValue {
    let sign = text.unicodeScalars.last.map { $0 == "%" || $0 == "％" } ?? false
    let digits = sign ? String(text.unicodeScalars.dropLast()) : text
    guard let number = ExactDecimal(typed: digits), number.units >= 0, number.scale <= 16 else {
      return wrongType(node, .expectedPercent, name)
    }
    let fraction = sign ? ExactDecimal(units: number.units, scale: number.scale + 2) : number
    guard fraction.double <= 1 else { return wrongType(node, .expectedPercent, name) }
    return .decimal(fraction)
  }

  /// The one way files should have, without the scanner for all others.
  private static func isoDate(_ text: String) -> CalendarDate? {
    guard text.utf8.count == 10 else { return nil }
    var (year, month, day, index) = (0, 0, 0, 0)
    for byte in text.utf8 {
      let digit = Int(byte) - 0x30
      switch index {
      case 4, 7: if byte != Byte.dash { return nil }
      case _ where !(0...9).contains(digit): return nil
      case 0...3: year = year * 10 + digit
      case 5, 6: month = month * 10 + digit
      default: day = day * 10 + digit
      }
      index += 1
    }
    return CalendarDate(year: year, month: month, day: day)
  }

  private mutating func badDate(_ text: String, _ node: YAMLNode, _ name: String) -> FieldValue {
    // `2026-11-20T00:00:00Z` and the like: the day in it is worth a suggestion.
    let day = CalendarDate(typed: text.prefix(10))
    report(
      .error, "bad-date", at: node.range.lowerBound, .badDate(name, text),
      suggestion: day.map { .writeInstead($0.description) } ?? .writeDateLike)
    return .unreadable(text)
  }

  private mutating func email(_ text: String, _ node: YAMLNode, _ name: String) -> FieldValue {
    switch EmailSyntax.check(text) {
    case .valid: return .text(text)
    case .legacy:
      report(.warning, "legacy-email", at: node.range.lowerBound, .legacyEmail(text))
      return .text(text)
    case .invalid:
      let plain = Repair.email(text)
      if let plain { note(.email, text, node, .email, name, new: plain) }
      report(
        .error, "bad-email", at: node.range.lowerBound, .badEmail(text),
        suggestion: (plain ?? EmailSyntax.repaired(text)).map(Wording.writeInstead))
      return .unreadable(text)
    }
  }

  /// Only what can be no number at all is remarked upon: people write extensions and notes beside it.
  private mutating func phone(_ text: String, _ node: YAMLNode, _ name: String) -> FieldValue {
    var digits = 0
    for scalar in text.unicodeScalars where TextFolding.digit(scalar) != nil { digits += 1 }
    if !(5...20).contains(digits) {
      report(.warning, "bad-phone", at: node.range.lowerBound, .badPhone(text))
    } else if isJapanese, let whole = LostZero.restored(text) {
      report(
        .warning, "phone-without-zero", at: node.range.lowerBound, .phoneWithoutZero(text),
        suggestion: .ifItLacksZero(whole))
    }
    suggest(.phone, text, node, .phone, name) { .loosePhone($0) }
    return .text(text)
  }

  private mutating func url(_ text: String, _ node: YAMLNode) -> FieldValue {
    let hasBlank = text.unicodeScalars.contains { $0.properties.isWhitespace || TextSafety.isUnsafe($0) }
    let scheme = text.firstIndex(of: ":").map { text[..<$0].lowercased() }
    let isWeb = scheme == nil || scheme == "https" || scheme == "http" || text.utf8.first == UInt8(ascii: "/")
    guard !hasBlank, isWeb else {
      report(.error, "bad-url", at: node.range.lowerBound, .badURL(text))
      return .unreadable(text)
    }
    return .text(text)
  }

  private mutating func choice(
    _ text: String, _ words: [String], _ node: YAMLNode, _ name: String
  ) -> FieldValue {
    if words.contains(text) { return .text(text) }
    let folded = TextFolding.fold(text)
    if let word = words.first(where: { TextFolding.fold($0) == folded }) { return .text(word) }
    let near = Suggestion.nearest(to: text, in: words)
    report(
      .error, "unknown-choice", at: node.range.lowerBound, .unknownChoice(name, text, words),
      suggestion: near.map(Wording.didYouMean))
    return .unreadable(text)
  }

  private mutating func member(_ text: String, _ node: YAMLNode) -> FieldValue {
    if let id = vocabulary.memberID(typed: text) { return .text(id) }
    let members = vocabulary.settings.members
    if !members.isEmpty {
      let near = Suggestion.nearest(to: text, in: members.map(\.id))
      report(
        .warning, "unknown-member", at: node.range.lowerBound, .unknownMember(text),
        suggestion: near.map(Wording.didYouMean) ?? .addMember)
    }
    return .text(text)
  }

  private mutating func sender(_ text: String, _ node: YAMLNode) -> FieldValue {
    if vocabulary.isSender(text) { return .text(text) }
    let near = Suggestion.nearest(to: text, in: vocabulary.settings.senders.map(\.id))
    report(
      .error, "unknown-sender", at: node.range.lowerBound, .unknownSender(text),
      suggestion: near.map(Wording.didYouMean) ?? .addSender)
    return .unreadable(text)
  }

  private mutating func pipeline(_ text: String, _ node: YAMLNode) -> FieldValue {
    if pipeline != nil { return .text(text) }
    let names = vocabulary.settings.pipelines.map(\.name)
    report(
      .error, "unknown-pipeline", at: node.range.lowerBound, .unknownPipeline(text, names),
      suggestion: Suggestion.nearest(to: text, in: names).map(Wording.didYouMean))
    return .unreadable(text)
  }

  private mutating func stage(_ text: String, _ node: YAMLNode) -> FieldValue {
    guard let pipeline else { return .text(text) }
    if pipeline.stages.contains(where: { $0.name == text }) { return .text(text) }
    let folded = TextFolding.fold(text)
    if let stage = pipeline.stages.first(where: { TextFolding.fold($0.name) == folded }) {
      return .text(stage.name)
    }
    let names = pipeline.stages.map(\.name)
    report(
      .error, "unknown-stage", at: node.range.lowerBound, .unknownStage(text, pipeline.name, names),
      suggestion: Suggestion.nearest(to: text, in: names).map(Wording.didYouMean))
    return .unreadable(text)
  }

  private mutating func reference(
    _ text: String, _ kind: Kind?, _ node: YAMLNode, _ name: String
  ) -> FieldValue {
    if let reference = Reference(text, default: kind), kind == nil || reference.kind == kind {
      return .reference(reference)
    }
    report(.error, "bad-reference", at: node.range.lowerBound, .badReference(name, text, kind))
    return .unreadable(text)
  }

}
