import DaichoModel
import Testing

@testable import DaichoFiles

struct LedgerRepairTests {
  private func repaired(_ bytes: [UInt8]) throws -> (bytes: [UInt8], outcome: LedgerRepair.Outcome) {
    try LedgerRepair.repaired(bytes, path: "orders/a.csv", settings: WorkspaceSettings())
  }

  private func repaired(_ text: String) throws -> String {
    String(decoding: try repaired(Array(text.utf8)).bytes, as: UTF8.self)
  }

  @Test func writesDatesInISOAndNothingElse() throws {
    let old = """
      order,"date", customer,amount,shipped,memo\r
      1,2026/11/20,a,"1,200",2026年11月22日,"x ""y"" 2026/11/20"\r
      2,"2026/11/21 14:05:33",b,5, 2026/11/23 ,\r
      3,46346,c,1,,\r
      4,2026-11-20,d,1,2026-11-21,\r
      date,order,amount,customer\r
      2026/1/2,5,7,e
      """
    let new = """
      order,"date", customer,amount,shipped,memo\r
      1,2026-11-20,a,"1,200",2026-11-22,"x ""y"" 2026/11/20"\r
      2,"2026-11-21 14:05:33",b,5, 2026-11-23 ,\r
      3,2026-11-20,c,1,,\r
      4,2026-11-20,d,1,2026-11-21,\r
      date,order,amount,customer\r
      2026-01-02,5,7,e
      """
    #expect(try repaired(old) == new)
    #expect(try repaired(new) == new)
    let outcome = try repaired(Array(old.utf8)).outcome
    #expect(outcome.dates == 6)
    #expect(outcome.error == nil)
  }

  @Test func keepsAByteOrderMark() throws {
    #expect(
      try repaired("\u{FEFF}date,order,customer,amount\n2026/1/2,1,a,1\n")
        == "\u{FEFF}date,order,customer,amount\n2026-01-02,1,a,1\n")
    #expect(try repaired("\u{FEFF}") == "\u{FEFF}")
    #expect(try repaired("") == "")
  }

  @Test(arguments: [
    "date,order,customer,amount\n2026/1/2,1,a,x\n",
    "date,order,customer,amount\n2026/1/2,1,a,1\nsoon,2,a,1\n",
    "date,order,amount\n2026/1/2,1,a\n", "date,order,customer,amount\n2026/1/2,1,a,1,9\n",
  ])
  func touchesNoFileWithAnError(text: String) throws {
    let result = try repaired(Array(text.utf8))
    #expect(result.bytes == Array(text.utf8))
    #expect(result.outcome.error != nil)
  }

  /// What Excel for Windows saves in Japan, against Python's codec and csv module.
  @Test(.enabled(if: hasPython)) func agreesWithPython() throws {
    let script = """
      import sys, csv, io, random
      random.seed(3)
      rows = [['date', 'order', 'customer', 'amount', 'memo']]
      for i in range(4000):
        d = f'2026/{random.randint(1, 12)}/{random.randint(1, 28)}'
        rows.append([d, str(i), 'hanako', str(i), random.choice(['髙橋①', '～表', '"引用", と', '', 'ｶﾅ'])])
      out = io.StringIO(); csv.writer(out, lineterminator='\\r\\n').writerows(rows)
      sys.stdout.buffer.write(out.getvalue().encode('cp932'))
      """
    let file = try #require(output(of: "python3", ["-c", script]))
    let result = try repaired(file)
    #expect(result.outcome.isConverted)
    #expect(result.outcome.dates == 4_000)
    let compare = """
      import sys, csv, io
      data = sys.stdin.buffer.read(); n = int(sys.argv[1])
      old = list(csv.reader(io.StringIO(data[:n].decode('cp932'), newline='')))
      text = data[n:].decode('utf-8')
      new = list(csv.reader(io.StringIO(text, newline='')))
      for row in old[1:]:
        y, m, d = row[0].split('/'); row[0] = f'{y}-{int(m):02}-{int(d):02}'
      print(old == new, text.count('\\r\\n') == len(old))
      """
    let answer = output(
      of: "python3", ["-c", compare, String(file.count)], input: file + result.bytes)
    #expect(answer.map { String(decoding: $0, as: UTF8.self) } == "True True\n")
    #expect(try repaired(result.bytes).bytes == result.bytes)
  }

  /// A reader that hands out a few bytes at a time sees the same file.
  @Test func doesNotDependOnThePieces() throws {
    var text = "date,order,customer,amount,memo\n"
    for row in 0..<8_000 { text += "2026/11/\(row % 28 + 1),\(row),花子,\(row),\"a\"\"b\"\n" }
    var pieces: [UInt8] = []
    let outcome = try LedgerRepair.repair(
      MemoryStream(Array(text.utf8)), path: "orders/a.csv", settings: WorkspaceSettings()
    ) { piece in
      #expect(piece.count <= 1 << 21)
      pieces += piece
    }
    #expect(outcome.dates == 8_000)
    #expect(pieces.count == text.utf8.count + 8_000 / 28 * 9 + min(8_000 % 28, 9))
    #expect(!String(decoding: pieces, as: UTF8.self).contains("2026/"))
  }
}
