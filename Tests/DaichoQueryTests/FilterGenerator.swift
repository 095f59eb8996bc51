/// Random filters over `TestRegister` that are right in names and types.
struct FilterGenerator {
  var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func filter(depth: Int = 3) -> String {
    guard depth > 0 else { return leaf() }
    switch Int.random(in: 0..<8, using: &random) {
    case 0, 1: return "(\(filter(depth: depth - 1)) and \(filter(depth: depth - 1)))"
    case 2, 3: return "(\(filter(depth: depth - 1)) or \(filter(depth: depth - 1)))"
    case 4: return "not (\(filter(depth: depth - 1)))"
    default: return leaf()
    }
  }

  private mutating func leaf() -> String {
    switch Int.random(in: 0..<17, using: &random) {
    case 0: return "name \(comparison()) \(quoted())"
    case 1: return "name \(negation())\(random.pick(["contains", "starts with", "ends with"])) \(quoted())"
    case 2: return "name \(negation())in (\(quoted()), \(quoted()))"
    case 3: return "lifecycle \(random.pick(["=", "!="])) \(random.pick(["lead", "customer"]))"
    case 4: return "\(number()) \(comparison()) \(number())"
    case 5: return "\(amount()) \(comparison()) \(random.pick([amount(), number(), "2.5", "-1.25"]))"
    case 6: return random.pick(["repeat", "repeat = false", "repeat != true", "repeat is true"])
    case 7: return "\(day()) \(comparison()) \(date())"
    case 8: return "\(day()) \(negation())\(span())"
    case 9: return "last_order \(random.pick(["older than 20 days", "newer than 3 weeks"]))"
    case 10:
      return "\(random.pick(["birthday", "last_order"])) falls in "
        + random.pick(["next 7 days", "last 30 days", "this month", "next year", "2027-02-01..2027-02-28"])
    case 11: return "tags \(random.pick(["has", "!=", "=", "not has", "contains"])) \(quoted())"
    case 12: return "tags \(negation())in (\(quoted()), vip)"
    case 13:
      let name = random.pick([
        "name", "age", "orders.total", "repeat", "last_order", "birthday", "company", "tags",
      ])
      return "\(name) is \(random.pick(["", "not "]))set"
    case 14: return "\(random.pick(["any", "none"]))(\(items()))"
    case 15:
      return random.pick([
        "company.industry = 食品", "company.industry != IT", "company.size > age", "company.size is set",
        "company.size between 1 and 3", "not company.size > 2", "age not between company.size and 3",
        "tags != company.industry", "name not in (company.industry, vip)", "tags has company.industry",
      ])
    default: return "segment(\(random.pick(["regulars", "young", "both"])))"
    }
  }

  private mutating func items() -> String {
    if Bool.random(using: &random) {
      return random.pick(["events", "events where \(eventFilter()) and \(eventFilter())"])
    }
    return random.pick([
      "orders", "orders where \(orderFilter())", "orders where \(orderFilter()) and \(orderFilter())",
      "orders where \(orderFilter()) or \(orderFilter())", "orders where not (\(orderFilter()))",
    ])
  }

  private mutating func eventFilter() -> String {
    random.pick([
      "kind = click", "kind != click", "date \(comparison()) \(date())", "date in last 30 days", "age > 2",
      "date > last_order", "tags has vip", "date is set", "any(orders where date in last 20 days)",
    ])
  }

  private mutating func orderFilter() -> String {
    random.pick([
      "sku = B", "sku in (a, ETH-200)", "quantity >= 2", "amount \(comparison()) \(number())",
      "date \(comparison()) \(date())", "date in last 20 days", "amount > quantity", "age = 2",
      "date > last_order", "(sku = a or amount < 2)", "amount is not set", "repeat",
      "none(events where age > 1)",
      "amount < orders.total", "tags has gift", "not sku = b", "company.size > 1",
    ])
  }

  private mutating func number(depth: Int = 2) -> String {
    switch Int.random(in: 0..<(depth > 0 ? 9 : 3), using: &random) {
    case 0, 1, 2: return "age"
    case 3:
      return "(\(number(depth: depth - 1)) \(random.pick(["+", "-", "*", "/"])) \(number(depth: depth - 1)))"
    case 4: return "(age + \(Int.random(in: 0...3, using: &random)))"
    case 5: return "count(\(items()))"
    case 6: return "count(tags)"
    case 7: return "(today - last_order)"
    default: return "(\(amount()) / orders.total)"
    }
  }

  private mutating func amount() -> String {
    random.pick([
      "orders.total", "(orders.total * 2)", "(orders.total + 1.5)", "sum(orders.amount)",
      "sum(orders.amount where \(orderFilter()))", "avg(orders.amount where \(orderFilter()))",
      "min(orders.amount)", "max(orders.amount where \(orderFilter()) and \(orderFilter()))",
      "(orders.total - age)",
    ])
  }

  private mutating func day() -> String {
    random.pick([
      "last_order", "last_order", "last_order + 10 days", "last_order - 1 month", "last_order + 13 months",
      "max(orders.date)", "min(events.date where \(eventFilter()))",
      "min(orders.date where \(orderFilter()))",
    ])
  }

  private mutating func date() -> String {
    random.pick([
      "today", "2026-11-01", "20 days ago", "2026-11", "start of month", "end of last month", "last_order",
      "max(events.date)", "2026-09-30", "2 weeks from now",
    ])
  }

  private mutating func span() -> String {
    random.pick([
      "in last 30 days", "in this month", "in (2026-11-01, 2026-11)", "between 2026-10-01 and today",
    ])
  }

  private mutating func comparison() -> String { random.pick(["=", "!=", "<", "<=", ">", ">="]) }

  private mutating func negation() -> String { random.pick(["", "not "]) }

  private mutating func quoted() -> String {
    let word = random.pick(RandomRegister.words + ["gi", "f", "客", "フ", "%"])
    return "\"\(word.replacing("\"", with: "\\\""))\""
  }
}
