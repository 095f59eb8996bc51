import DaichoModel
import DaichoQuery
import Testing

struct QueryErrorTests {
  private func error(_ text: String, of entity: String = "customers") throws -> QueryError {
    do {
      _ = try TestRegister.check(text, of: entity)
    } catch {
      return error
    }
    throw Accepted(text: text)
  }

  private struct Accepted: Error { let text: String }

  /// Filter, the text the carets stand under, code, and what the suggestion mentions.
  @Test(arguments: [
    ("lst_order < today", "lst_order", "unknown-field", "last_order"),
    ("age > \"tall\"", "\"tall\"", "type-mismatch", "10"), ("age > tall", "tall", "unknown-field", "quotes"),
    ("tags > 3", "3", "type-mismatch", "tags has"),
    ("name older than 3 days", "name", "type-mismatch", "name"),
    ("lifecycle = custmer", "custmer", "unknown-choice", "customer"),
    ("any(tags)", "tags", "type-mismatch", "tags has"),
    ("any(oders)", "oders", "unknown-collection", "orders"),
    ("sum(orders) > 1", "orders", "type-mismatch", "sum(orders.…)"),
    ("sum(orders.amnt) > 1", "orders.amnt", "unknown-field", "orders.amount"),
    ("orders", "orders", "type-mismatch", "any(orders"), ("name", "name", "not-a-condition", "name is set"),
    ("name contain x", "contain", "unexpected-word", "contains"),
    ("name = hanako yamada", "yamada", "unexpected-word", "\"hanako yamada\""),
    ("age => 3", "=>", "unexpected-character", ">="), ("1 < age < 5", "<", "chained-comparison", "between"),
    ("name is empty", "empty", "unexpected-word", "is not set"),
    ("orders.total > 1.005", "1.005", "bad-amount", "2"),
    ("last_order > 5", "5", "type-mismatch", "2026-11-20"),
    ("last_order = 2026-13-01", "2026-13-01", "type-mismatch", ""),
    ("last_order < 90 days", "90 days", "type-mismatch", "90 days ago"),
    ("birthday < today", "birthday", "type-mismatch", "falls in"),
    ("repeat = 3", "3", "type-mismatch", "repeat = true"),
    ("name = \"x", "\"", "unclosed-quote", ""), ("(age = 1", "(", "unclosed-parenthesis", ")"),
    ("age = 1)", ")", "unexpected-word", ""), ("segment(regular)", "regular", "unknown-segment", "regulars"),
    ("name matches \"(a\"", "\"", "bad-pattern", "contains"),
    ("cout(orders) > 1", "cout", "unknown-function", "count"),
    ("consent = x", "consent", "field-unavailable", "is set"),
    ("lead in lifecycle", "lead", "unknown-field", ""), ("1 = 1", "1 = 1", "constant", "field"),
    ("age in ()", ")", "empty-list", "in ("), ("name contains \"\"", "\"\"", "empty-text", "is set"),
    ("phone = abc", "abc", "empty-text", ""),
    ("last_order older than 3 hours", "last_order older than 3 hours", "type-mismatch", "days"),
    ("age-1 > 2", "age-1", "unknown-field", "age - 1"), ("name has x", "name", "type-mismatch", "contains"),
    ("last_order + 3 > today", "last_order + 3", "type-mismatch", "30 days"),
    ("tags has #gift", "#", "unexpected-character", "tags has"),
    ("age > 10,000", ",", "unexpected-word", "10000"), ("repeat and", "", "expected-value", ""),
    ("", "", "empty-filter", ""),
    ("orders.total * orders.total > 1", "orders.total * orders.total", "type-mismatch", "+"),
  ])
  func pointsAtTheFault(text: String, place: String, code: String, hint: String) throws {
    let error = try error(text)
    let scalars = text.unicodeScalars
    let found = String(
      String.UnicodeScalarView(scalars.dropFirst(error.range.lowerBound).prefix(error.range.count)))
    #expect(error.code == code)
    #expect(found == place)
    #expect(error.suggestion?.en.contains(hint) ?? hint.isEmpty, "\(error.suggestion?.en ?? "none")")
    #expect(!error.message.ja.isEmpty && !error.message.en.isEmpty)
  }

  @Test func underlinesWideText() throws {
    let error = try error("name = \"山田\"\n  かつ age ＞ 3")
    #expect(error.line == 2)
    #expect(error.column == 3)
    #expect(error.caretLines == ["  かつ age ＞ 3", "  ^^^^"])
    let other = try self.error("address　＝　「東京都」 and lst_order ＜ today")
    #expect(other.caretLines == ["address　＝　「東京都」 and lst_order ＜ today", "^^^^^^^"])
    let third = try self.error("name ＝ 「東京都」 and lst_order ＜ today")
    #expect(third.caretLines.last == String(repeating: " ", count: 23) + "^^^^^^^^^")
  }

  @Test func cutsLongLines() throws {
    let filter = Array(repeating: "age = 1", count: 100).joined(separator: " and ") + " and nme = x"
    let lines = try error(filter).caretLines
    #expect(lines[0].count <= 102 && lines[0].hasPrefix("…"))
    #expect(lines[1].filter { $0 == "^" }.count == 3)
  }

  @Test func findsThePlaceInTheFile() throws {
    let text = "repeat and\nlst_order < today\n"
    let error = try error(text)
    let placement = FilterPlacement(path: "segments/a.md", block: text, firstLine: 4, column: 3)
    #expect(error.diagnostic(at: placement).location.description == "segments/a.md:5:3")
    let plain = FilterPlacement(path: "a.md", at: SourcePosition(line: 2, column: 8))
    #expect(try self.error("repeat and lst = 1").diagnostic(at: plain).location.description == "a.md:2:19")
    let daicho = error.daichoError(at: placement)
    #expect(daicho.code == "unknown-field" && daicho.details == ["lst_order < today", "^^^^^^^^^"])
  }

  @Test func warnsOfWordsThatAreFieldsToo() throws {
    #expect(try TestRegister.check("name = kana").warnings.map(\.code) == ["word-is-a-field"])
    #expect(try TestRegister.check("name = \"kana\"").warnings.isEmpty)
    #expect(try TestRegister.check("owner = tanaka").warnings.map(\.code) == ["unknown-choice"])
    #expect(try TestRegister.check("lifecycle = \"custmer\"").warnings.isEmpty)
  }

  @Test func namesTheCircleOfSegments() throws {
    var schema = TestRegister.schema
    schema.segments = TestRegister.segments([
      "a": "segment(b)", "b": "repeat or segment(c)", "c": "not segment(a)", "bad": "lst_order < today",
    ])
    #expect(throws: QueryError.self) {
      try Filter.parse("segment(b)").checked(against: schema, entity: "customers", segment: "a")
    }
    do {
      _ = try TestRegister.check("repeat and segment(a)", schema: schema)
      Issue.record("accepted")
    } catch {
      #expect(error.code == "segment-circle")
      #expect(error.message.en.contains("a → b → c → a"))
      #expect(error.column == 20)
    }
    do {
      _ = try TestRegister.check("segment(bad)", schema: schema)
      Issue.record("accepted")
    } catch {
      #expect(error.code == "segment-invalid")
      #expect(error.suggestion?.en.contains("segments/bad.md:3:8") == true)
    }
  }

  /// Each segment asks twice for the next: two to the thirtieth parts, if one let it.
  @Test func boundsSegmentsThatMultiply() {
    var schema = TestRegister.schema
    var texts = (0..<30).reduce(into: [String: String]()) { texts, index in
      texts["s\(index)"] = "segment(s\(index + 1)) or not segment(s\(index + 1))"
    }
    texts["s30"] = "repeat"
    schema.segments = TestRegister.segments(texts)
    #expect(throws: QueryError.self) { try TestRegister.check("segment(s0)", schema: schema) }
  }
}
