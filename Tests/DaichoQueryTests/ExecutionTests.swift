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
