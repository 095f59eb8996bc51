import DaichoFiles
import DaichoModel
import Testing

/// The rows of some CSV; `nil` for one whose quote is never closed.
func rows(_ bytes: [UInt8], bufferSize: Int = 1 << 18, delimiter: UInt8 = 0x2C) throws -> [[String]?] {
  var reader = CSVReader(MemoryStream(bytes), delimiter: delimiter, bufferSize: bufferSize)
  var rows: [[String]?] = []
  while try reader.next() {
    rows.append(reader.hasOpenQuote ? nil : (0..<reader.count).map { reader.text($0) })
  }
  return rows
}

struct CSVReaderTests {
  @Test(arguments: [
    ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]), ("a,b\r\nc,d", [["a", "b"], ["c", "d"]]),
    ("a\rb\r", [["a"], ["b"]]), ("a,\n,b\n", [["a", ""], ["", "b"]]), ("\n\na\n\n", [["a"]]),
    ("\"a,b\",\"c\"\"d\"\n", [["a,b", "c\"d"]]), ("\"a\nb\",c\n", [["a\nb", "c"]]), ("\"\"\n", [[""]]),
    ("a\"b,c\n", [["a\"b", "c"]]), ("\"a\"b\"c,d\n", [["ab\"c", "d"]]), (" \"a\",b\n", [[" \"a\"", "b"]]),
    ("", []), (",", [["", ""]]), ("名前,金額\r\n", [["名前", "金額"]]),
  ])
  func reads(_ text: String, _ expected: [[String]]) throws {
    #expect(try rows(Array(text.utf8)) == expected)
  }

  @Test func otherDelimiters() throws {
    #expect(try rows(Array("a\tb,c\n".utf8), delimiter: 0x09) == [["a", "b,c"]])
    #expect(try rows(Array("a;\"b;c\"\n".utf8), delimiter: 0x3B) == [["a", "b;c"]])
  }

  @Test func tellsWhereARowIs() throws {
    let text = "a,b\n\n\"x\ny\",名,z\r\nlast,\"q\n"
    var reader = CSVReader(MemoryStream(Array(text.utf8)), bufferSize: 16)
    #expect(try reader.next() && reader.line == 1 && reader.byteOffset == 0)
    #expect(try reader.next() && reader.line == 3 && reader.byteOffset == 5 && reader.extraLines == 1)
    #expect(reader.column(0) == 2 && reader.column(1) == 4 && reader.column(2) == 6)
    #expect(try reader.next() && reader.line == 5 && reader.hasOpenQuote && reader.text(1) == "\"q")
    #expect(try !reader.next())
    #expect(reader[7].isEmpty)
  }

  /// A quote that is never closed costs its line, not the rest of the file.
  @Test func aForgottenQuoteCostsOneLine() throws {
    let good = String(repeating: "2026-11-20,A-1,hanako,1200\n", count: 20_000)
    let read = try rows(Array(("a,\"b\n" + good).utf8))
    #expect(read.count == 20_001)
    #expect(read.first == .some(nil) && read.dropFirst().allSatisfy { $0?.count == 4 })
  }

  @Test(.enabled(if: hasPython)) func agreesWithPython() throws {
    var random = SeededNumbers(seed: 5)
    let pieces = ["a", "b", ",", ",", "\"", "\"", "\"\"", "\n", "\r\n", "\r", "あ", " ", "\"x\"", "12"]
    var documents: [String] = []
    for _ in 0..<5_000 {
      documents.append(
        (0..<Int.random(in: 0..<20, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
          .joined())
    }
    let script = """
      import csv, io, json, sys
      out = [[r for r in csv.reader(io.StringIO(d, newline='')) if r] for d in json.load(sys.stdin)]
      json.dump(out, sys.stdout)
      """
    let input = JSONValue.array(documents.map(JSONValue.string)).serialized()
    let answer = try #require(output(of: "python3", ["-c", script], input: Array(input.utf8)))
    guard case .array(let expected) = try JSONReader.read(String(decoding: answer, as: UTF8.self)) else {
      return
    }
    var compared = 0
    for (document, expected) in zip(documents, expected) {
      for size in [16, 1 << 18] {
        let found = try rows(Array(document.utf8), bufferSize: size)
        if found.contains(where: { $0 == nil }) { continue }
        let value = JSONValue.array(found.map { .array(($0 ?? []).map(JSONValue.string)) })
        #expect(value == expected, "\(document.debugDescription)")
        compared += 1
      }
    }
    #expect(compared > 3_000)
  }

  @Test(.enabled(if: hasPython)) func pythonReadsWhatWeWrite() throws {
    var random = SeededNumbers(seed: 6)
    let pieces = ["a", ",", "\"", "\n", "\r", "=", "+1", "-", "@", " ", "名", "'", "\t", "1"]
    var table: [[String]] = []
    for _ in 0..<2_000 {
      table.append(
        (0..<Int.random(in: 1..<5, using: &random)).map { _ in
          (0..<Int.random(in: 0..<5, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
            .joined()
        })
    }
    let text = table.map { CSVWriter(raw: true).row($0) }.joined()
    let script =
      "import csv, io, json, sys; json.dump(list(csv.reader(io.StringIO(sys.stdin.buffer.read().decode(), newline=''))), sys.stdout)"
    let answer = try #require(output(of: "python3", ["-c", script], input: Array(text.utf8)))
    let expected = JSONValue.array(table.map { .array($0.map(JSONValue.string)) })
    #expect(try JSONReader.read(String(decoding: answer, as: UTF8.self)) == expected)
    #expect(try rows(Array(text.utf8)) == table)
  }

  @Test(arguments: [
    ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("+81 90-1234-5678", "+81 90-1234-5678"),
    ("-1200", "-1200"),
    ("-12.5", "-12.5"), ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"), ("+1+cmd", "'+1+cmd"), ("-", "'-"),
    ("\tx", "'\tx"),
    ("＝1", "'＝1"), ("a=b", "a=b"), ("\r=1", "\"'\r=1\""), ("=\"a\"", "\"'=\"\"a\"\"\""), ("", "\"\""),
    ("090-1234-5678", "090-1234-5678"), ("+1", "+1"),
  ])
  func guardsFormulas(_ field: String, _ written: String) {
    #expect(CSVWriter().row([field]) == written + "\n")
    if !field.isEmpty {
      #expect(CSVWriter(lineEnding: "", raw: true).row(["x", field]).contains("'=") == false)
    }
  }
}
