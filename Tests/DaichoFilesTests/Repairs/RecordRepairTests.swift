import DaichoModel
import Testing

@testable import DaichoFiles

struct RecordRepairTests {
  private let reader = RecordReader(settings: WorkspaceSettings())

  private func repaired(_ text: String, _ kind: Kind = .customers) throws -> (text: String, rules: [String]) {
    let path = "\(kind.folder)/a.md"
    let result = try reader.repaired(Array(text.utf8), path: path, kind: kind)
    return (String(decoding: result.bytes, as: UTF8.self), result.rules.map(\.name))
  }

  @Test func mendsOneRecord() throws {
    let old = """
      ---
      # 紙の名簿から
      name:  山田 花子様   # ご本人
      email: [ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｃｏｍ, 'taro @example.com']
      phone:
        - ０３－１２３４－５６７８
        - 090-0000-1234
      birthday: 3月14日
      address: {postal_code: １１０－０００５, city: 台東区}
      consent:
        - {channel: email, granted: 2025/4/1, via: 店頭}
      created: 2025/06/01
      ---
      ０３－１２３４－５６７８ 様
      """
    let new = """
      ---
      # 紙の名簿から
      name:  山田 花子   # ご本人
      email: [hanako@example.com, 'taro@example.com']
      phone:
        - "03-1234-5678"
        - 090-0000-1234
      birthday: 03-14
      address: {postal_code: "110-0005", city: 台東区, region: 東京都}
      consent:
        - {channel: email, granted: 2025-04-01, via: 店頭}
      created: 2025-06-01
      ---
      ０３－１２３４－５６７８ 様
      """
    let result = try repaired(old)
    #expect(result.text == new)
    #expect(
      result.rules.sorted() == [
        "date", "date", "date", "email", "email", "honorific", "phone", "postal-code", "region",
      ])
    #expect(try repaired(new).text == new)
    let record = reader.read(bytes: Array(new.utf8), path: "customers/a.md", kind: .customers)
    #expect(record.diagnostics.isEmpty, "\(record.diagnostics)")
  }

  @Test func keepsLineEndingsAndByteOrderMark() throws {
    let result = try repaired("\u{FEFF}---\r\nname: 山田様\r\nphone: ０３１２３４５６７８\r\n---\r\nx\r\n")
    #expect(result.text == "\u{FEFF}---\r\nname: 山田\r\nphone: \"0312345678\"\r\n---\r\nx\r\n")
  }

  @Test func mendsBlocksAndFoldedText() throws {
    #expect(
      try repaired("---\nname: |\n  山田様\nkana: >-\n  やまだ\n---\n").text
        == "---\nname: 山田\nkana: >-\n  やまだ\n---\n")
    #expect(try repaired("---\nname: \"山田\n  様\"\n---\n").text == "---\nname: \"山田\"\n---\n")
  }

  @Test func fillsRegionsOnlyWhereTheyAreEmpty() throws {
    func region(_ address: String) throws -> String { try repaired("---\naddress: \(address)\n---\n").text }
    #expect(
      try region("\n  postal_code: 530-0001\n  city: 大阪市")
        == "---\naddress: \n  postal_code: 530-0001\n  city: 大阪市\n  region: 大阪府\n---\n")
    #expect(try region("{postal_code: 530-0001, region: 大阪}").contains("region: 大阪}"))
    #expect(!(try region("{postal_code: 498-0000}").contains("region")))
    #expect(!(try region("{postal_code: 530-0001, country: Israel}").contains("region")))
    #expect(try region("{postal_code: 530-0001, country: Japan}").contains("region: 大阪府"))
  }

  @Test func takesCompaniesForCompanies() throws {
    #expect(try repaired("---\nname: ㈱八百屋さん\n---\n", .companies).text == "---\nname: 株式会社八百屋さん\n---\n")
    #expect(try repaired("---\nname: 八百屋さん\n---\n", .companies).rules == [])
  }

  /// A spreadsheet's lost zero is pointed out and never put back.
  @Test func neverGuessesZeros() throws {
    let text = "---\nname: a\nphone: 9012345678\n---\n"
    #expect(try repaired(text).text == text)
    let record = reader.read(bytes: Array(text.utf8), path: "customers/a.md", kind: .customers)
    #expect(record.diagnostics.map(\.code) == ["phone-without-zero"])
    #expect(record.diagnostics.first?.suggestion?.en.contains("09012345678") ?? false)
    var settings = WorkspaceSettings()
    (settings.timeZone, settings.language) = ("America/Chicago", .en)
    let elsewhere = RecordReader(settings: settings)
    #expect(
      elsewhere.read(bytes: Array(text.utf8), path: "customers/a.md", kind: .customers).diagnostics.isEmpty)
  }

  // MARK: Encodings

  @Test(.enabled(if: hasPython)) func convertsRecordsOfExcelsTime() throws {
    let text = "---\r\nname: 髙橋 ①様\r\nphone: ０３－１２３４－５６７８\r\n---\r\nご紹介～\r\n"
    let script = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read().decode().encode('cp932'))"
    let bytes = try #require(output(of: "python3", ["-c", script], input: Array(text.utf8)))
    let result = try reader.repaired(bytes, path: "customers/a.md", kind: .customers)
    #expect(result.isConverted)
    #expect(
      String(decoding: result.bytes, as: UTF8.self)
        == "---\r\nname: 髙橋 ①\r\nphone: \"03-1234-5678\"\r\n---\r\nご紹介～\r\n")
    #expect(result.rules.contains { $0.code == "not-utf8" })
  }

  @Test func leavesOtherEncodings() throws {
    let eucJP: [UInt8] = Array("---\nname: ".utf8) + [0xBB, 0xB3, 0xC5, 0xC4] + Array("\n---\n".utf8)
    let broken: [UInt8] = Array("---\nname: ".utf8) + [0x8E, 0x52, 0xFF] + Array("\n---\n".utf8)
    for bytes in [eucJP, broken, [0xFF, 0xFE, 0x2D, 0x00]] {
      #expect(try reader.repaired(bytes, path: "customers/a.md", kind: .customers).bytes == bytes)
    }
  }

  // MARK: Properties

  /// Afterwards nothing is left to mend, nothing else has changed, and a second time nothing happens.
  @Test func mendsEverythingAndNothingElse() throws {
    var random = SeededNumbers(seed: 7)
    let ending = ["\n", "\r\n"]
    for round in 0..<400 {
      let eol = ending[round % 2]
      let values = (0..<Int.random(in: 1...6, using: &random)).map { _ in line(&random) }
      var seen: Set<String> = []
      let lines = values.filter { seen.insert($0.name).inserted }.map { "\($0.name): \($0.value)" }
      let text = "---" + eol + lines.joined(separator: eol) + eol + "---" + eol + "本文様" + eol
      let bytes = Array(text.utf8)
      let before = reader.read(bytes: bytes, path: "customers/a.md", kind: .customers)
      guard before.isReadable else { continue }
      let result = try reader.repaired(bytes, path: "customers/a.md", kind: .customers)
      let after = reader.read(bytes: result.bytes, path: "customers/a.md", kind: .customers)
      #expect(after.repairs.isEmpty, "\(text)")
      #expect(after.isReadable)
      #expect(result.bytes[after.body] == bytes[before.body])
      let touched = Set(result.values.map { $0.field.split(separator: ".").first.map(String.init) ?? "" })
      for field in before.fields
      where !touched.contains(field.name) && !["consent", "subscription"].contains(field.name) {
        #expect(after.value(field.name) == field.value, "\(text)")
      }
      let again = try reader.repaired(result.bytes, path: "customers/a.md", kind: .customers)
      #expect(again.bytes == result.bytes)
      if result.values.isEmpty { #expect(result.bytes == bytes) }
    }
  }

  private func line(_ random: inout SeededNumbers) -> (name: String, value: String) {
    func any(_ words: [String]) -> String { words[Int.random(in: 0..<words.count, using: &random)] }
    func styled(_ text: String) -> String {
      switch Int.random(in: 0..<4, using: &random) {
      case 0: "'\(text)'"
      case 1: "\"\(text)\"   # c"
      default: text
      }
    }
    let phone = any(["０３－１２３４－５６７８", "03-1234-5678", "０９０１２３４５６７８", "+81 3 1234 5678", "０３（１２３４）５６７８"])
    let email = any(["ａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "a@example.com", "a @example.com", "a b@example.com"])
    switch Int.random(in: 0..<8, using: &random) {
    case 0: return ("name", styled(any(["山田様", "山田", "㈱つばめ", "山田 花子さん", "つばめ㈱様", "お客様"])))
    case 1: return ("phone", styled(phone))
    case 2: return ("phone", "[\(phone), \(any(["１１１１１１", "03-0000-0000"]))]")
    case 3: return ("email", styled(email))
    case 4: return ("birthday", styled(any(["3月14日", "03-14", "1984/3/14", "1984-03-14"])))
    case 5: return ("created", styled(any(["2026/1/2", "2026-01-02", "2026年1月2日"])))
    case 6:
      let region = any(["", ", region: 東京都", ", city: 台東区"])
      return ("address", "{postal_code: \(any(["１１０－０００５", "110-0005", "〒110-0005", "498-0000"]))\(region)}")
    default: return ("note", styled(any(["０３－１２３４－５６７８", "様", "2026/11/20"])))
    }
  }
}
