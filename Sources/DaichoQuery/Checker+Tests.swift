import DaichoModel

extension Checker {
  typealias Prepared = (value: Value, test: Test)

  /// The test `comparison right`, and the subject in the facet it is about. The type of the subject
  /// decides how a word on the right is read.
  mutating func test(
    _ subject: Subject, _ comparison: Expression.Comparison, _ right: Expression
  ) throws(QueryError) -> Prepared {
    try count(right)
    switch subject.type {
    case .text: return try textTest(subject, comparison, right)
    case .boolean: return try booleanTest(subject, comparison, right)
    case .anniversary: return try anniversaryTest(subject, comparison, right)
    case .number, .money: return try quantityTest(subject, comparison, right)
    case .date, .datetime: return try dateTest(subject, comparison, right)
    case .dynamic: return try dynamicTest(subject, comparison, right)
    }
  }

  // MARK: Text

  enum TextOperand {
    case literal(String)
    case field(FieldAccess)
  }

  /// A bare word is text, a dotted name that means a field is that field.
  /// Where the field has choices and `asChoice`, a word near to one of them is taken for a slip.
  mutating func text(
    _ right: Expression, against field: QueryField, asChoice: Bool
  ) throws(QueryError) -> TextOperand {
    switch right.node {
    case .quoted(let text): return .literal(text)
    case .word(let word):
      let choices = asChoice ? field.choices : []
      let chosen = choice(word, of: choices)
      if word.contains("."), let access = find(word) {
        let access = try used(access, right.range)
        guard access.field.type == .text || access.field.type == .dynamic, !access.field.isList else {
          throw mismatch(right, .text, access.field.type.label, .quoteText("\"\(word)\""))
        }
        return .field(access)
      }
      if let chosen { return .literal(chosen) }
      if let near = Suggestion.nearest(to: word, in: choices) {
        throw error("unknown-choice", .unknownChoice(word, field.name), at: right.range, .didYouMean(near))
      }
      if !choices.isEmpty {
        warn("unknown-choice", .unknownChoice(word, field.name), at: right.range, .oneOf(choices))
      } else if find(word) != nil {
        warn("word-is-a-field", .wordIsAField(word), at: right.range, .quoteText("\"\(word)\""))
      }
      return .literal(word)
    case .negative, .arithmetic, .aggregate, .duration, .span:
      throw mismatch(right, .text, nil, .quoteText("\"\(excerpt(right.range))\""))
    default: throw mismatch(right, .text, nil, .useAndOr)
    }
  }

  /// The choice a word means, `@sato` being `sato`; the word itself where any will do.
  private func choice(_ word: String, of choices: [String]) -> String? {
    let folded = TextFolding.fold(word)
    let bare = folded.hasPrefix("@") ? String(folded.dropFirst()) : folded
    return choices.first { TextFolding.fold($0) == folded || TextFolding.fold($0) == bare }
  }

  private mutating func textTest(
    _ subject: Subject, _ comparison: Expression.Comparison, _ right: Expression
  ) throws(QueryError) -> Prepared {
    guard let field = subject.field else { throw mismatch(right, subject.type.label, nil, nil) }
    if comparison.isOrdering, field.isList {
      throw error(
        "type-mismatch", .orderOfList(excerpt(subject.range)), at: right.range,
        .seeExample("\(field.name) has \"…\""))
    }
    let facet: FieldAccess.Facet = comparison == .identical ? .value : .folded
    let other: Value
    switch try text(right, against: field, asChoice: !comparison.isOrdering) {
    case .field(let access):
      // Texts of different forms compare as they are written.
      if access.field.form != field.form, facet == .folded {
        return (subject.value.facet(.value), .compare(comparison, .field(access)))
      }
      other = .field(access).facet(facet)
    case .literal(let text):
      if comparison == .identical {
        other = .text(text)
      } else {
        let form = field.form.form(of: text)
        guard !form.isEmpty || text.isEmpty else {
          throw error("empty-text", .notOfForm(text, field.name), at: right.range, .seeExample(field.example))
        }
        other = .text(form)
      }
    }
    return (subject.value.facet(facet), .compare(comparison == .identical ? .equal : comparison, other))
  }

  func mismatch(
    _ right: Expression, _ wanted: Wording, _ found: Wording?, _ suggestion: Wording?
  ) -> QueryError {
    error(
      "type-mismatch", .typeMismatch(excerpt(right.range), wanted, found), at: right.range, suggestion)
  }

  // MARK: Booleans and anniversaries

  private mutating func booleanTest(
    _ subject: Subject, _ comparison: Expression.Comparison, _ right: Expression
  ) throws(QueryError) -> Prepared {
    let suggestion = Wording.seeExample("\(subject.field?.name ?? "mailable") = true")
    guard !comparison.isOrdering else { throw mismatch(right, .yesOrNo, nil, suggestion) }
    switch right.node {
    case .word(let word), .quoted(let word):
      if let boolean = Checker.boolean(word) {
        return (subject.value, .compare(.equal, .boolean(boolean)))
      }
      guard case .word = right.node, let found = find(word) else {
        throw mismatch(right, .yesOrNo, nil, suggestion)
      }
      let access = try used(found, right.range)
      guard access.field.type == .boolean, !access.field.isList else {
        throw mismatch(right, .yesOrNo, access.field.type.label, suggestion)
      }
      return (subject.value, .compare(.equal, .field(access)))
    default: throw mismatch(right, .yesOrNo, nil, suggestion)
    }
  }

  private mutating func anniversaryTest(
    _ subject: Subject, _ comparison: Expression.Comparison, _ right: Expression
  ) throws(QueryError) -> Prepared {
    let name = subject.field?.name ?? "birthday"
    guard !comparison.isOrdering else {
      throw error(
        "type-mismatch", .anniversaryHasNoYear(name), at: subject.range,
        .seeExample("\(name) falls in next 7 days"))
    }
    switch right.node {
    case .word(let word), .quoted(let word):
      if let day = Anniversary(typed: word), day.year == nil {
        return (subject.value, .compare(.equal, .integer(Int64(day.month * 100 + day.day))))
      }
    default: break
    }
    guard let span = try days(right), !span.isFixed else {
      throw mismatch(right, ValueType.anniversary.label, nil, .seeExample("\(name) = 03-14"))
    }
    return (subject.value, .falls(span))
  }

  // MARK: Numbers and amounts

  private mutating func quantityTest(
    _ subject: Subject, _ comparison: Expression.Comparison, _ right: Expression
  ) throws(QueryError) -> Prepared {
    let comparison: Expression.Comparison = comparison == .identical ? .equal : comparison
    var operand: Operand
    switch right.node {
    case .word(let word):
      if let number = Checker.number(word) {
        operand = .number(number)
      } else {
        operand = try self.operand(right)
      }
    case .quoted(let text):
      throw mismatch(
        right, subject.type.label, .text,
        Checker.number(text) == nil ? .seeExample("\(excerpt(subject.range)) > 10") : .write(text))
    default: operand = try self.operand(right)
    }
    if case .value(let value, .dynamic) = operand, value.has(.numeric) {
      operand = .value(value.facet(.numeric), .number)
    }
    if case .value(let value, _) = operand, value.list != nil {
      throw error("type-mismatch", .listOnTheRight(excerpt(right.range)), at: right.range, .turnAround)
    }
    switch (subject.type, operand) {
    case (.number, .number(let number)): return (subject.value, .compare(comparison, .number(number)))
    case (.number, .value(let value, .number)): return (subject.value, .compare(comparison, value))
    case (.number, .duration(let duration)):
      guard let days = duration.days else { break }
      return (subject.value, .compare(comparison, .integer(Int64(days))))
    case (.number, .value(let value, .money(let digits))) where subject.value.list == nil:
      return (.scaled(subject.value, digits: digits), .compare(comparison, value))
    case (.money(let digits), .number(let number)):
      guard let minor = number.units(withDigits: digits) else {
        throw error(
          "bad-amount", .amountTooFine(excerpt(right.range), digits), at: right.range, .fewerDigits(digits))
      }
      return (subject.value, .compare(comparison, .integer(minor)))
    case (.money(let digits), .value(let value, .number)):
      return (subject.value, .compare(comparison, digits == 0 ? value : .scaled(value, digits: digits)))
    case (.money(let digits), .value(let value, .money(let other))):
      if digits == other { return (subject.value, .compare(comparison, value)) }
      if digits > other {
        return (subject.value, .compare(comparison, .scaled(value, digits: digits - other)))
      }
      guard subject.value.list == nil else { break }
      return (.scaled(subject.value, digits: other - digits), .compare(comparison, value))
    default: break
    }
    throw mismatch(
      right, subject.type.label, operand.label, .seeExample("\(excerpt(subject.range)) > 10"))
  }

  // MARK: Dates

  private mutating func dateTest(
    _ subject: Subject, _ comparison: Expression.Comparison, _ right: Expression
  ) throws(QueryError) -> Prepared {
    let comparison: Expression.Comparison = comparison == .identical ? .equal : comparison
    var operand: Operand
    switch right.node {
    case .word(let text), .quoted(let text):
      if let span = DaySpan(word: text) {
        operand = .span(span)
      } else if case .quoted = right.node {
        throw mismatch(right, subject.type.label, .text, .writeDate)
      } else if find(text) != nil {
        operand = try self.operand(right)
      } else {
        let names = ["today", "yesterday", "tomorrow"]
        let near = Suggestion.nearest(to: text, in: names)
        throw mismatch(right, subject.type.label, nil, near.map { .didYouMean($0) } ?? .writeDate)
      }
    default: operand = try self.operand(right)
    }
    switch operand {
    case .span(let span): return try timeTest(subject, comparison, span, right.range)
    case .value(let value, let type):
      guard value.list == nil else {
        throw error("type-mismatch", .listOnTheRight(excerpt(right.range)), at: right.range, .turnAround)
      }
      switch (subject.type, type) {
      case (.datetime, .datetime): return (subject.value, .compare(comparison, value))
      case (_, .date), (_, .datetime), (_, .dynamic):
        guard let day = subject.value.day(subject.type), let other = value.day(type) else { fallthrough }
        return (day, .compare(comparison, other))
      default: throw mismatch(right, subject.type.label, type.label, .writeDate)
      }
    case .duration:
      throw mismatch(
        right, subject.type.label, operand.label, .write("\(excerpt(right.range)) ago"))
    case .number, .text: throw mismatch(right, subject.type.label, operand.label, .writeDate)
    }
  }

  /// Datetimes compare with now and with hours to the millisecond, with all else by their local day.
  func timeTest(
    _ subject: Subject, _ comparison: Expression.Comparison, _ span: DaySpan, _ range: Range<Int>
  ) throws(QueryError) -> Prepared {
    if let instant = span.instant {
      if subject.type == .datetime { return (subject.value, .compare(comparison, .instant(instant))) }
      guard span == .now else {
        throw error("type-mismatch", .hasNoTime(excerpt(subject.range)), at: range, .useDays)
      }
    }
    guard let day = subject.value.day(subject.type) else {
      throw error("type-mismatch", .noDayOf(excerpt(subject.range)), at: subject.range, .compareWithNow)
    }
    return (day, .days(comparison, span))
  }

  // MARK: Dynamic values

  private mutating func dynamicTest(
    _ subject: Subject, _ comparison: Expression.Comparison, _ right: Expression
  ) throws(QueryError) -> Prepared {
    func reading(_ facet: FieldAccess.Facet, _ type: ValueType) -> Subject {
      Subject(value: subject.value.facet(facet), type: type, field: subject.field, range: subject.range)
    }
    switch right.node {
    case .word(let word) where comparison != .identical:
      if Checker.number(word) != nil, subject.value.has(.numeric) {
        return try quantityTest(reading(.numeric, .number), comparison, right)
      }
      if subject.value.has(.day), DaySpan(word: word) != nil, find(word) == nil {
        return try dateTest(reading(.day, .date), comparison, right)
      }
    case .span where subject.value.has(.day): return try dateTest(reading(.day, .date), comparison, right)
    case .arithmetic, .negative, .aggregate:
      switch try operand(right) {
      case .value(_, .date) where subject.value.has(.day), .value(_, .datetime) where subject.value.has(.day),
        .span where subject.value.has(.day):
        return try dateTest(reading(.day, .date), comparison, right)
      default:
        guard subject.value.has(.numeric) else { break }
        return try quantityTest(reading(.numeric, .number), comparison, right)
      }
    default: break
    }
    return try textTest(subject, comparison, right)
  }
}

extension Operand {
  /// What it is, for messages.
  var label: Wording? {
    switch self {
    case .value(_, let type): type.label
    case .number: ValueType.number.label
    case .span: ValueType.date.label
    case .duration: .lengthOfTime
    case .text: .text
    }
  }
}
