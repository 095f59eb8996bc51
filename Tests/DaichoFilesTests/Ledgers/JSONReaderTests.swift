import DaichoFiles
import DaichoModel
import OrderedCollections
import Testing

struct JSONReaderTests {
  @Test func readsValues() throws {
    let value = try JSONReader.read(
      #" {"a": [1, -0.50e+3, true, null], "é": "\u3042\ud83d\ude00\n\/", "b": {}} "#)
    #expect(
      value
        == .object([
          "a": .array([.number("1"), .number("-0.50e+3"), .bool(true), .null]), "é": .string("あ😀\n/"),
          "b": .object([:]),
        ]))
    #expect(try JSONReader.read(value.serialized()) == value)
    #expect(try JSONReader.read(value.serialized(indent: 2)) == value)
  }

  @Test func theLastOfTwoKeysStands() throws {
    let bytes = Array(#"{"a":1,"b":2,"a":3}"#.utf8)
    let read = try bytes.withUnsafeBytes { try JSONReader.read($0) }
    #expect(read.value == .object(["a": .number("3"), "b": .number("2")]) && read.duplicateKeys == ["a"])
  }

  @Test(arguments: [
    ("", 1, 1), ("{", 1, 2), ("[1,]", 1, 4), ("{\"a\" 1}", 1, 6), ("[1\n 2]", 2, 2), ("01", 1, 2),
    ("1.", 1, 3), ("-", 1, 2), (".5", 1, 1),
    ("tru", 1, 1), ("\"あ", 1, 1), ("\"あ\\x\"", 1, 4), ("\"\\ud800\"", 1, 8), ("\"\\udc00x\"", 1, 8),
    ("\"\t\"", 1, 2), ("1 2", 1, 3), ("NaN", 1, 1),
    ("\u{FEFF}1", 1, 1), ("{\"a\":1,}", 1, 8), ("'a'", 1, 1),
  ])
  func saysWhereItIsWrong(_ text: String, _ line: Int, _ column: Int) {
    #expect {
      try JSONReader.read(text)
    } throws: {
      ($0 as? JSONFault)?.position == SourcePosition(line: line, column: column)
    }
  }

  @Test func depthIsBounded() throws {
    let fits = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    #expect(throws: Never.self) { try JSONReader.read(fits) }
    #expect(throws: JSONFault.self) { try JSONReader.read("[" + fits + "]") }
    #expect(throws: JSONFault.self) { try JSONReader.read(String(repeating: "{\"a\":", count: 1_000_000)) }
  }

  @Test func onlyUTF8IsText() {
    for bytes: [UInt8] in [
      [0x22, 0xFF, 0x22], [0x22, 0xE3, 0x81, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xC0, 0x80, 0x22],
    ] {
      #expect(throws: JSONFault.self) { try bytes.withUnsafeBytes { try JSONReader.read($0) } }
    }
  }

  @Test(.enabled(if: hasPython)) func agreesWithPython() throws {
    var random = SeededNumbers(seed: 4)
    let pieces = [
      "{", "}", "[", "]", ",", ":", "\"a\"", "\"あ\\n\"", "\"\\u0041\"", "1", "-0.5", "1e9", "0", "true",
      "null", "\"b\":", "\"a\":", " ", "\n", "\"", "\\",
      "\"\\ud83d\\ude00\"", "\"\\ud83d\"", "12", "E+2",
    ]
    var documents: [String] = []
    for turn in 0..<12_000 {
      if turn % 2 == 0 {
        documents.append(
          (0..<Int.random(in: 1..<9, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }
            .joined())
      } else {
        var scalars = Array(randomValue(&random, depth: 0).serialized().unicodeScalars)
        if turn % 4 == 1, !scalars.isEmpty {
          scalars.remove(at: Int.random(in: 0..<scalars.count, using: &random))
        }
        documents.append(String(String.UnicodeScalarView(scalars)))
      }
    }
    let script = """
      import json, sys
      def no(x): raise ValueError(x)
      out = []
      for d in json.load(sys.stdin):
        try:
          v = json.loads(d, parse_int=lambda s: '#' + s, parse_float=lambda s: '#' + s, parse_constant=no)
          json.dumps(v, ensure_ascii=False).encode('utf-8')
          out.append([v])
        except (ValueError, UnicodeEncodeError): out.append([])
      json.dump(out, sys.stdout)
      """
    let input = JSONValue.array(documents.map(JSONValue.string)).serialized()
    let answer = try #require(output(of: "python3", ["-c", script], input: Array(input.utf8)))
    guard case .array(let expected) = try JSONReader.read(String(decoding: answer, as: UTF8.self)) else {
      return
    }
    #expect(expected.count == documents.count)
    var valid = 0
    for (document, expected) in zip(documents, expected) {
      let found = (try? JSONReader.read(document)).map { JSONValue.array([marked($0)]) } ?? .array([])
      #expect(found == expected, "\(document.debugDescription)")
      if expected != .array([]) { valid += 1 }
    }
    #expect(valid > 3_000)
  }

  private func marked(_ value: JSONValue) -> JSONValue {
    switch value {
    case .number(let digits): .string("#" + digits)
    case .array(let items): .array(items.map(marked))
    case .object(let members): .object(members.mapValues(marked))
    default: value
    }
  }

  private func randomValue(_ random: inout SeededNumbers, depth: Int) -> JSONValue {
    switch Int.random(in: 0..<(depth > 3 ? 5 : 7), using: &random) {
    case 0: .null
    case 1: .bool(true)
    case 2:
      .number(
        ["0", "-1", "1.50", "1e3", "123456789012345678901234567890", "-0.0E-5"].randomElement(using: &random)
          ?? "0")
    case 3, 4:
      .string(["", "あ", "\"\\", "\u{1}\u{2028}", "😀", "a/b", "\u{7F}"].randomElement(using: &random) ?? "")
    case 5:
      .array((0..<Int.random(in: 0..<4, using: &random)).map { _ in randomValue(&random, depth: depth + 1) })
    default:
      .object([
        "k\(Int.random(in: 0..<3, using: &random))": randomValue(&random, depth: depth + 1),
        "z": randomValue(&random, depth: depth + 1),
      ])
    }
  }
}
