import DaichoModel
import DaichoQuery
import Testing

struct CompilerTests {
  private func expect(
    _ filter: String, of entity: String = "customers", _ sql: String, _ arguments: [SQLValue],
    _ location: SourceLocation = #_sourceLocation
  ) throws {
    let compiled = try TestRegister.compile(filter, of: entity)
    #expect(compiled.condition.text == sql, sourceLocation: location)
    #expect(compiled.condition.arguments == arguments, sourceLocation: location)
  }

  private typealias SourceLocation = Testing.SourceLocation

  @Test func writesOneStatementWithBoundArguments() throws {
    let (sql, arguments) = try TestRegister.compile("name = ＴＳＵＢＡＭＥ and age > 2").statement()
    #expect(sql == "SELECT r.id FROM customers r WHERE ((r.name_folded = ?) AND (r.age > ?))")
    #expect(arguments == [.text("tsubame"), .integer(2)])
  }

  @Test func comparesText() throws {
    try expect("name == Tsubame", "({row}.name = ?)", [.text("Tsubame")])
    try expect("name != ハナコ", "({row}.name_folded <> ?)", [.text("はなこ")])
    try expect(
      "lifecycle in (lead, Qualified, lead)", "({row}.lifecycle IN (?, ?))",
      [.text("lead"), .text("qualified")])
    try expect("owner not in (@sato)", "({row}.owner <> ?)", [.text("sato")])
    try expect("company = companies/Tsubame", "({row}.company = ?)", [.text("tsubame")])
    try expect("phone = ０９０-1234", "({row}.phone = ?)", [.text("0901234")])
    try expect("name contains 50%", "(instr({row}.name_folded, ?) > 0)", [.text("50%")])
    try expect(
      "name starts with 'a_'", "(substr({row}.name_folded, 1, length(?)) = ?)", [.text("a_"), .text("a_")])
    try expect(#"name matches "^\d+""#, "daicho_matches(?, {row}.name)", [.text(#"^\d+"#)])
  }

  @Test func asksListsForAnItem() throws {
    try expect(
      "tags has \"gift\"",
      "EXISTS (SELECT 1 FROM tags q1 WHERE q1.customer = {row}.id AND (q1.folded = ?))", [.text("gift")])
    try expect(
      "tags != gift",
      """
      ((NOT EXISTS (SELECT 1 FROM tags q1 WHERE q1.customer = {row}.id AND (q1.folded = ?))) AND \
      EXISTS (SELECT 1 FROM tags q2 WHERE q2.customer = {row}.id))
      """, [.text("gift")])
    try expect("tags is not set", "(NOT EXISTS (SELECT 1 FROM tags q1 WHERE q1.customer = {row}.id))", [])
  }

  @Test func scalesAmountsExactly() throws {
    try expect("orders.total >= 10000.5", "({row}.total >= ?)", [.integer(1_000_050)])
    try expect(
      "orders.total > age * 100", "({row}.total > (({row}.age * ?) * ?))", [.integer(100), .integer(100)])
    try expect(
      "orders.total / age < 3", "((CAST({row}.total AS REAL) / NULLIF({row}.age, 0)) < ?)", [.integer(300)])
    try expect("10 <= orders.total", "({row}.total >= ?)", [.integer(1000)])
  }

  @Test func bindsDays() throws {
    let today = Int64(TestRegister.environment.today.day)
    try expect("last_order older than 90 days", "({row}.last_order < ?)", [.integer(today - 90)])
    try expect("last_order < 90 days ago", "({row}.last_order < ?)", [.integer(today - 90)])
    try expect("last_order before 2026-11-01", "({row}.last_order < ?)", [.integer(today - 19)])
    try expect(
      "last_order in last 30 days", "({row}.last_order BETWEEN ? AND ?)",
      [.integer(today - 29), .integer(today)])
    try expect(
      "last_order + 30 days < today", "(({row}.last_order + ?) < ?)", [.integer(30), .integer(today)])
    try expect("today - last_order > 30", "((? - {row}.last_order) > ?)", [.integer(today), .integer(30)])
    try expect("opened = today", "({row}.opened_day = ?)", [.integer(today)])
    try expect(
      "opened older than 2 hours", "({row}.opened < ?)",
      [.integer(TestRegister.environment.now - 7_200_000)])
    try expect("days_since_order > 5", "((? - {row}.last_order) > ?)", [.integer(today), .integer(5)])
    try expect(
      "birthday falls in next 7 days", "({row}.birthday BETWEEN ? AND ?)", [.integer(1120), .integer(1126)])
    try expect("birthday = 03-14", "({row}.birthday = ?)", [.integer(314)])
  }

  @Test func keepsNotTwoValued() throws {
    try expect("not age > 2", "(NOT (({row}.age > ?) IS TRUE))", [.integer(2)])
    try expect(
      "not (repeat or age = 1)", "(NOT ((({row}.age = ?) IS TRUE) OR ({row}.repeat IS TRUE)))", [.integer(1)])
  }

  @Test func asksCollections() throws {
    try expect(
      "count(events where kind = click and campaign = winter-sale) >= 2",
      """
      ((SELECT COUNT(*) FROM events q1 WHERE q1.customer = {row}.id AND \
      ((q1.campaign = ?) AND (q1.kind = ?))) >= ?)
      """, [.text("winter-sale"), .text("click"), .integer(2)])
    try expect(
      "any(orders where sku = X and amount > 9)",
      """
      EXISTS (SELECT 1 FROM order_rows q1 WHERE q1.customer = {row}.id AND q1.ord IS NOT NULL GROUP BY q1.ord \
      HAVING ((CASE COUNT(q1.amount) WHEN 0 THEN NULL ELSE TOTAL(q1.amount) END > ?) AND \
      MAX(q1.ord IS NOT NULL AND (q1.sku = ?))))
      """,
      [.integer(900), .text("x")])
    try expect(
      "count(orders) > 1",
      "((SELECT COUNT(DISTINCT q1.ord) FROM order_rows q1 WHERE q1.customer = {row}.id AND q1.ord IS NOT NULL) > ?)",
      [.integer(1)])
  }

  @Test func followsReferences() throws {
    try expect(
      "company.size > 3", "((SELECT q1.size FROM companies q1 WHERE q1.id = {row}.company) > ?)",
      [.integer(3)])
    try expect(
      "customer.company.industry = 食品", of: "deals",
      """
      ((SELECT (SELECT q2.industry FROM companies q2 WHERE q2.id = q1.company) FROM customers q1 \
      WHERE q1.id = {row}.customer) = ?)
      """, [.text("食品")])
  }

  @Test func readsUnknownFieldsByWhatTheyMeet() throws {
    try expect("roast > 3", "({row}.roast_number > ?)", [.integer(3)])
    try expect("roast = dark", "({row}.roast = ?)", [.text("dark")])
    try expect("roast before 2026-11-20", "({row}.roast_day < ?)", [.integer(20777)])
  }

  @Test func explainsClausesAndDays() throws {
    let compiled = try TestRegister.compile("repeat and last_order older than 90 days")
    #expect(compiled.clauses.map(\.source) == ["repeat", "last_order older than 90 days"])
    #expect(compiled.clauses.first?.condition.text == "({row}.repeat IS TRUE)")
    #expect(compiled.notes.map(\.en) == ["last_order older than 90 days: before 2026-08-22"])
    #expect(compiled.usesToday)
    #expect(compiled.fields == ["repeat", "last_order"])
    #expect(try !TestRegister.compile("repeat").usesToday)
    #expect(try TestRegister.compile("days_since_order > 5").usesToday)
  }

  @Test func namesWhatItDependsOn() throws {
    let compiled = try TestRegister.compile(
      "sum(orders.amount where date in 2026 and age > 1) > 5 and company.size > 1 and segment(both)")
    #expect(
      compiled.fields == ["orders.amount", "orders.date", "age", "company.size", "repeat", "last_order"])
    #expect(compiled.segments == ["both", "regulars", "young"])
  }

  @Test func computesScores() throws {
    let score = try TestRegister.schema.checked(score: "heat")
    let sql = score.compiled(in: TestRegister.environment)
    #expect(
      sql.text == """
        iif(({row}.age < ?), (iif({row}.repeat, round(?), 0) + round(MIN((SELECT COUNT(DISTINCT q1.ord) \
        FROM order_rows q1 WHERE q1.customer = {row}.id AND q1.ord IS NOT NULL AND (q1.sku = ?)) * ?, ?)) \
        + round(MAX((SELECT COUNT(*) FROM events q2 WHERE q2.customer = {row}.id AND \
        ((q2.day BETWEEN ? AND ?) AND (q2.kind = ?))) * ?, ?))) / 10.0, NULL)
        """)
    let faded = try TestRegister.schema.checked(score: "faded").compiled(in: TestRegister.environment)
    #expect(faded.text.contains("TOTAL(daicho_decay(? - v, ?)) FROM (SELECT MIN(q1.day) AS v"))
    #expect(faded.text.contains("TOTAL(daicho_decay(? - q2.day, ?))"))
  }

  /// Of what the rest leaves alone, whatever the order of the filter; and who has one is no computation.
  @Test func asksForScoresLast() throws {
    let sql = try TestRegister.compile("score.heat > 1 and age = 1 and repeat", of: "customers").condition
    #expect(sql.text.hasPrefix("((({row}.age = ?) AND {row}.repeat) AND (iif("))
    let presence = try TestRegister.compile("score.heat is set", of: "customers").condition
    #expect(presence.text == "((({row}.age < ?) IS TRUE) IS TRUE)")
  }

  /// Whatever goes wrong in a score is told at the name in the filter, and where to correct it.
  @Test func tellsWhatIsWrongWithAScore() throws {
    func error(_ text: String) throws -> QueryError? {
      do throws(QueryError) {
        _ = try Filter.parse(text).checked(against: TestRegister.schema, entity: "customers")
        return nil
      } catch { return error }
    }
    let slip = try #require(try error("age > 2 and score.slip > 1"))
    #expect(slip.code == "score-invalid" && slip.column == 13)
    #expect(slip.suggestion?.en == "correct it there: scores/test.md:6:23")
    let circle = try #require(try error("score.ring > 1"))
    #expect(circle.code == "score-circle")
    #expect(circle.message.en.hasSuffix("score.ring → ringed → score.ring"))
    #expect(try error("segment(ringed)")?.code == "score-circle")
    #expect(try error("score.sum = 10 and score.heat is set") == nil)
    #expect(try error("score.heat contains warm")?.code == "type-mismatch")
  }
}
