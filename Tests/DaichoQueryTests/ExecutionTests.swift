import DaichoModel
import DaichoQuery
import Testing

/// Filters put to SQLite, against what `Evaluator` makes of them.
struct ExecutionTests {
  @Test(arguments: [1, 2, 3, 4])
  func agreesWithTheEvaluator(seed: UInt64) throws {
    let register = RandomRegister(seed: seed)
    var generator = FilterGenerator(seed: seed &* 7919)
    var filters: [String] = []
    var script = register.script + "\n"
    for _ in 0..<400 {
      let text = generator.filter()
      filters.append(text)
      let compiled = try TestRegister.compile(text)
      let (sql, arguments) = compiled.statement()
      script += "SELECT coalesce(group_concat(id), '') FROM (\(SQLiteShell.filled(sql, arguments)));\n"
      let truths = (compiled.clauses.map(\.condition) + [compiled.truth]).map {
        SQLiteShell.filled($0.text.replacing("{row}", with: "r"), $0.arguments)
      }
      script +=
        "SELECT count(*) FROM customers r WHERE \(truths.map { "(\($0) IS NULL)" }.joined(separator: " OR "));\n"
    }
    let lines = try SQLiteShell.run(script)
    try #require(lines.count == filters.count * 2)
    var matches = 0
    for (index, text) in filters.enumerated() {
      let found = Set(lines[index * 2].split(separator: ",").map(String.init))
      let expected = try register.customers.filter {
        try Evaluator(register: register, customer: $0).holds(text)
      }
      #expect(found == Set(expected.map(\.id)), "\(text)")
      #expect(lines[index * 2 + 1] == "0", "NULL shows through: \(text)")
      matches += expected.count
    }
    #expect(matches > 500)
  }

  /// What `Evaluator` does not know: other kinds, items that are records, datetimes, dynamic values.
  @Test func answersByHand() throws {
    let now = TestRegister.environment.now
    let today = TestRegister.environment.today.day
    var script = """
      INSERT INTO customers(id, age, repeat, company, opened, opened_day, roast, roast_number, phone, last_order)
        VALUES ('a', 3, 1, 'x', \(now - 3_600_000), \(today), '7', 7, '0312', \(today - 1)),
        ('b', 2, 1, 'x', \(now - 90_000_000), \(today - 1), 'dark', NULL, NULL, \(today - 40)),
        ('c', 1, NULL, 'y', NULL, NULL, NULL, NULL, NULL, NULL);
      INSERT INTO companies VALUES ('x', 'it', 5), ('y', NULL, NULL), ('z', NULL, 1);
      INSERT INTO domains VALUES ('x', 'x.jp');
      INSERT INTO deals VALUES ('d1', 'a', 'won', 500), ('d2', 'c', 'lost', NULL), ('d3', 'gone', 'won', 1);
      INSERT INTO order_rows VALUES ('a', 'o1', 'eth', 300, \(today), 1), ('a', 'o1', 'bra', 400, \(today), 1);
      INSERT INTO tags VALUES ('a', 'VIP', 'vip');

      """
    let cases: [(String, String, String)] = [
      ("companies", "any(customers where segment(regulars))", "x"),
      ("companies", "none(customers where repeat) and size is not set", "y"),
      ("companies", "count(customers where any(orders where amount = 7)) = 1", "x"),
      ("companies", "any(customers where any(orders where amount = 7 and age = size - 2))", "x"),
      ("companies", "sum(customers.age) = 5", "x"), ("companies", "domains has x.jp", "x"),
      ("deals", "customer.company.industry = IT", "d1"), ("deals", "customer.tags has vip", "d1"),
      ("deals", "customer.company.domains is not set", "d2,d3"), ("deals", "amount > 400", "d1"),
      ("deals", "customer.company.domains != y.jp", "d1"), ("deals", "not customer.age > 2", "d2,d3"),
      ("customers", "opened newer than 2 hours", "a"), ("customers", "opened = yesterday", "b"),
      ("customers", "opened < now - 24 hours", "b"), ("customers", "roast > 3", "a"),
      ("customers", "roast = Dark", "b"), ("customers", "phone = 03-12", "a"),
      ("customers", "any(deals where stage = won and customer.age = 3)", "a"),
      ("customers", "max(orders.date) = today and min(orders.amount) = 7", "a"),
      ("customers", "days_since_order > 5 and score.lead = 9", "b"),
      ("customers", "score.heat is set", "a,b,c"), ("deals", "customer.score.heat >= 5", "d1"),
      ("customers", "score.heat >= 5", "a"), ("customers", "score.sum > 5", "a"),
      ("customers", "last_order between 50 days ago and 30 days ago", "b"),
      ("customers", "true and not false", "a,b,c"),
      ("customers", "avg(orders.amount where sku in (eth, bra) or amount > 1) = 7", "a"),
      ("customers", "any(orders where not (sku = eth or amount < 1))", "a"),
    ]
    let empty = RandomRegister(seed: 1).script.split(separator: "\n").filter { !$0.hasPrefix("INSERT") }
    script = empty.joined(separator: "\n") + "\n" + script
    for (entity, text, _) in cases {
      let (sql, arguments) = try TestRegister.compile(text, of: entity).statement()
      let filled = SQLiteShell.filled(sql, arguments)
      script += "SELECT coalesce(group_concat(id), '') FROM (\(filled) ORDER BY id);\n"
    }
    let lines = try SQLiteShell.run(script)
    try #require(lines.count == cases.count)
    for (line, (_, text, expected)) in zip(lines, cases) { #expect(line == expected, "\(text)") }
  }

  /// What the checker lets through SQLite's parser takes, nested as deeply as that goes.
  @Test func staysWithinSQLitesLimits() throws {
    let shapes = [
      ("(age = 2 or (age = 3 and ", "))", "age = 1"), ("not (repeat or ", ")", "age = 1"),
      ("any(events where kind = click and ", ")", "age = 1"),
      ("any(orders where amount > 1 and sku = a and ", ")", "age = 1"),
      ("count(orders where amount > 1 or sku = b or ", ") > 1", "age = 1"),
      ("(tags has gift and ", ")", "age = 1"), ("(tags has gift or tags != vip and ", ")", "age = 1"),
      ("sum(orders.amount where amount > 2 and ", ") > 1", "age = 1"),
      ("none(orders where date in last 2 days and not ", ")", "age = 1"),
      ("(age + ", ")", "age"), ("(age / ", ")", "age"),
    ]
    func nested(_ shape: (head: String, tail: String, core: String), _ count: Int) -> String {
      let text =
        String(repeating: shape.head, count: count) + shape.core + String(repeating: shape.tail, count: count)
      return shape.core == "age" ? "\(text) > 1" : text
    }
    var script = RandomRegister(seed: 1).script + "\n"
    for shape in shapes {
      let tooMany = (1...Filter.maxDepth).first { (try? TestRegister.compile(nested(shape, $0))) == nil }
      let most = try #require(tooMany) - 1
      #expect(most >= 2, "\(shape.0)")
      let (sql, arguments) = try TestRegister.compile(nested(shape, most)).statement()
      script += "EXPLAIN SELECT 1 FROM customers x WHERE x.id IN (\(SQLiteShell.filled(sql, arguments)));\n"
    }
    let many = (0..<1_200).map { "age = \($0)" }.joined(separator: " or ")
    let (sql, arguments) = try TestRegister.compile(many).statement()
    script += SQLiteShell.filled(sql, arguments) + ";\n"
    #expect(try !SQLiteShell.run(script).isEmpty)
  }
}
