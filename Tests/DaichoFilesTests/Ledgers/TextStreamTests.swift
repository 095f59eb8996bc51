import DaichoFiles
import DaichoModel
import Testing

struct TextStreamTests {
  private func decode(
    _ bytes: [UInt8], as encoding: SourceEncoding = .auto
  ) throws -> (text: String, encoding: TextStream.Encoding) {
    let stream = TextStream(MemoryStream(bytes), path: "orders/a.csv", encoding: encoding)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1_000, alignment: 8)
    defer { buffer.deallocate() }
    var out: [UInt8] = []
    while true {
      let count = try stream.read(into: buffer)
      out += buffer[..<count]
      if count < buffer.count { return (String(decoding: out, as: UTF8.self), stream.encoding) }
    }
  }

  private func failure(_ bytes: [UInt8]) -> DaichoError? {
    do {
      _ = try decode(bytes)
      return nil
    } catch {
      return error as? DaichoError
    }
  }

  /// 「顧客,東京都」 in CP932.
  private let cp932: [UInt8] = [0x8C, 0xDA, 0x8B, 0x71, 0x2C, 0x93, 0x8C, 0x8B, 0x9E, 0x93, 0x73]

  @Test func tellsTheEncodings() throws {
    #expect(try decode(Array("date,order".utf8)) == ("date,order", .ascii))
    #expect(try decode(Array("\u{FEFF}顧客".utf8)) == ("顧客", .utf8))
    #expect(try decode(cp932) == ("顧客,東京都", .cp932))
    #expect(try decode([]) == ("", .ascii))
    let long = String(repeating: "顧客a", count: 200_000)
    #expect(try decode(Array(long.utf8)) == (long, .utf8))
    var many: [UInt8] = Array(String(repeating: "a,b\n", count: 100_000).utf8)
    for _ in 0..<100_000 { many += cp932 + [0x0A] }
    let decoded = try decode(many)
    #expect(decoded.encoding == .cp932 && decoded.text.hasSuffix("顧客,東京都\n"))
    #expect(decoded.text.utf8.count == 400_000 + 100_000 * (String("顧客,東京都\n").utf8.count))
  }

  @Test func namesTheBrokenOne() {
    let broken = failure(Array("顧客\n東京都\n".utf8) + [0xFF, 0x0A])
    #expect(broken?.code == "broken-encoding" && broken?.location?.position?.line == 3)
    #expect(broken?.message.en.contains("UTF-8") == true)
    let half = failure(cp932 + [0x0A] + cp932 + [0xFD, 0xFF, 0x0A])
    #expect(half?.code == "broken-encoding" && half?.message.en.contains("CP932") == true)
    #expect(half?.location?.position?.line == 2)
    #expect(failure(cp932 + [0x8C])?.code == "broken-encoding")
    #expect(failure([0xFF, 0xFE, 0x61, 0x00])?.message.en.contains("UTF-16") == true)
    #expect(failure([0x61, 0x00, 0x62])?.code == "wrong-encoding")
  }

  /// What Python writes, over more than one piece, so that characters and states are cut apart.
  @Test(
    .enabled(if: hasPython),
    arguments: [
      ("utf-16", "utf_16"), ("utf-16", "utf_16_le"), ("UTF-16BE", "utf_16_be"), ("EUC-JP", "euc_jp"),
      ("JIS", "iso2022_jp"), ("Shift_JIS", "cp932"), ("utf8", "utf_8_sig"),
    ])
  func readsWhatItIsToldTheFileIs(typed: String, codec: String) throws {
    let line = "注文,髙橋ﾊﾅｺ,￥1,200\n"
    let text = codec == "iso2022_jp" || codec == "euc_jp" ? "注文,高橋花子,1200\n" : line
    let script = "import sys; sys.stdout.buffer.write(('a' + sys.argv[1] * 20000).encode(sys.argv[2]))"
    let bytes = try #require(output(of: "python3", ["-c", script, text, codec]))
    let encoding = try #require(SourceEncoding(typed: typed))
    #expect(try decode(bytes, as: encoding).text == "a" + String(repeating: text, count: 20_000))
  }

  @Test func readsWesternEurope() throws {
    let latin = try #require(SourceEncoding(typed: "Latin-1"))
    #expect(try decode([0x4A, 0x6F, 0x73, 0xE9, 0x2C, 0x80], as: latin).text == "José,€")
  }

  @Test func namesTheEncodingThatWasSaid() {
    let error = #expect(throws: DaichoError.self) { try decode([0x61, 0x0A, 0xFF, 0xFF], as: .eucJP) }
    #expect(error?.code == "broken-encoding" && error?.message.en.contains("EUC-JP") == true)
    #expect(error?.location?.position?.line == 2)
  }

  /// Every character of CP932 that Python knows.
  @Test(.enabled(if: hasPython)) func agreesWithPython() throws {
    let script = """
      import sys
      out = []
      for a in range(0x81, 0xFD):
        for b in range(0x40, 0xFD):
          try: bytes([a, b]).decode('cp932'); out.append(bytes([a, b]))
          except UnicodeDecodeError: pass
      text = b'\\n'.join(x for x in out if len(x.decode('cp932')) == 1)
      if sys.argv[1] == 'utf8': text = text.decode('cp932').encode('utf-8')
      sys.stdout.buffer.write(text)
      """
    let legacy = try #require(output(of: "python3", ["-c", script, "cp932"]))
    let modern = try #require(output(of: "python3", ["-c", script, "utf8"]))
    let decoded = try decode(legacy)
    #expect(decoded.encoding == .cp932)
    let (ours, theirs) = (
      decoded.text.split(separator: "\n"), String(decoding: modern, as: UTF8.self).split(separator: "\n")
    )
    #expect(ours.count == theirs.count && ours.count > 7_000)
    let differing = zip(ours, theirs).filter { $0.unicodeScalars.first != $1.unicodeScalars.first }
    #expect(differing.isEmpty, "\(differing.prefix(10))")
  }
}
