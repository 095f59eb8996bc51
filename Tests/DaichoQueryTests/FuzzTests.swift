import DaichoModel
import DaichoQuery
import Testing

/// Whatever is typed is read or refused; nothing traps, and nothing typed becomes SQL.
struct FuzzTests {
  private static let pieces = [
    "age", "name", "tags", "orders.total", "last_order", "birthday", "repeat", "company.size", "roast",
    "opened",
    "orders", "events", "deals", "any", "count", "sum", "min", "segment", "regulars", "where", "(", ")", ",",
    "=",
    "==", "!=", "<", ">=", "+", "-", "*", "/", "and", "or", "not", "in", "is", "set", "has", "contains",
    "starts",
    "with", "between", "matches", "older", "than", "falls", "last", "next", "this", "fiscal", "year", "month",
    "days", "day", "ago", "from", "now", "of", "start", "end", "today", "3", "90", "2026-11", "2026-11-20",
    "\"gift\"", "「ギフト」", "＝", "　", "\n", "true", "zzqq", "0.5", "10%", "99999999999999999999", "'zz\"qq'",
    "\"zzqq; DROP TABLE customers; --\"", "customer", "orders.amount", "kind", "click", "昨日", "90日",
    "zzqq?{row}",
  ]

  private func check(_ text: String) -> Bool {
    guard let filter = try? TestRegister.check(text) else {
      do {
        _ = try TestRegister.check(text)
      } catch {
        #expect(!error.caretLines.isEmpty && error.line >= 1 && error.column >= 1)
        #expect(error.range.upperBound <= text.unicodeScalars.count)
      }
      return false
    }
    let compiled = filter.compiled(in: TestRegister.environment)
    let (sql, arguments) = compiled.statement()
    #expect(!sql.contains("zz") && !sql.contains("{") && !sql.contains("ギ"), "\(text): \(sql)")
    #expect(sql.count { $0 == "?" } == arguments.count, "\(text): \(sql)")
    return true
  }

  @Test func readsRandomTokens() {
    var random = SplitMix64(seed: 20_261_122)
    var accepted = 0
    for _ in 0..<20_000 {
      let count = Int.random(in: 1...9, using: &random)
      if check((0..<count).map { _ in random.pick(Self.pieces) }.joined(separator: " ")) { accepted += 1 }
    }
    #expect(accepted > 20)
  }

  @Test func readsMutations() {
    var random = SplitMix64(seed: 7)
    var generator = FilterGenerator(seed: 11)
    var accepted = 0
    for _ in 0..<3_000 {
      var bytes = Array(generator.filter(depth: 2).utf8)
      for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
        let place = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        default: bytes.insert(contentsOf: Array(random.pick(Self.pieces).utf8), at: place)
        }
      }
      if check(String(decoding: bytes, as: UTF8.self)) { accepted += 1 }
    }
    #expect(accepted > 300)
  }

  @Test func boundsSizeAndDepth() {
    func many(_ piece: String, _ separator: String, _ count: Int) -> String {
      Array(repeating: piece, count: count).joined(separator: separator)
    }
    let texts: [String] = [
      many("(", "", 20_000), many("not", " ", 10_000) + " repeat", many("-", " ", 20_000) + " 1 = age",
      many("any(orders where", " ", 3_000), "age = " + many("1", " + ", 15_000),
      many("repeat", " and ", 6_000),
      many("a", "", 70_000), many("a", "+", 20_000), "name = \"" + many("山", "", 20_000),
      "age in (" + many("1", ",", 9_000) + ")", "x = 1 and " + many("customer", ".", 5_000),
    ]
    for text in texts {
      #expect(throws: QueryError.self) { try TestRegister.check(text) }
    }
  }
}
