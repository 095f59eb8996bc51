import DaichoFiles
import DaichoModel
import Testing

struct VCardReaderTests {
  private func cards(_ text: String) throws -> [VCard] { try cards(Array(text.utf8)) }

  private func cards(_ bytes: [UInt8]) throws -> [VCard] {
    var reader = VCardReader(MemoryStream(bytes), path: "a.vcf")
    var cards: [VCard] = []
    while let card = try reader.next() { cards.append(card) }
    return cards
  }

  private func card(_ lines: String...) throws -> VCard {
    let text = (["BEGIN:VCARD", "VERSION:3.0"] + lines + ["END:VCARD"]).joined(separator: "\r\n") + "\r\n"
    return try #require(try cards(text).first)
  }

  @Test func anIPhonesCard() throws {
    let card = try card(
      "PRODID:-//Apple Inc.//iPhone OS 17.0//EN", "N:山田;花子;;;", "FN:山田 花子",
      "X-PHONETIC-FIRST-NAME:はなこ", "X-PHONETIC-LAST-NAME:やまだ", "ORG:喫茶つばめ;焙煎部",
      "EMAIL;type=INTERNET;type=HOME:hanako@example.com",
      "EMAIL;type=INTERNET;type=WORK;type=pref:hanako@tsubame.example",
      "TEL;type=CELL;type=VOICE:090-1234-5678", "TEL;type=CELL;type=VOICE;type=pref:03-1234-5678",
      "item1.ADR;type=HOME;type=pref:;;ときわ町2-3-1\\nハイツ201;台東区;東京都;110-0000;日本", "item1.X-ABADR:jp",
      "BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-14", "NOTE:深煎り\\, 豆のまま\\n年末に電話", "CATEGORIES:常連,gift",
      "UID:a-1")
    #expect(card.name == "山田 花子")
    #expect(card.familyName == "山田" && card.givenName == "花子")
    #expect(card.kana == "やまだ はなこ")
    #expect(card.organisation == "喫茶つばめ")
    #expect(card.emails == ["hanako@tsubame.example", "hanako@example.com"])
    #expect(card.phones == ["03-1234-5678", "090-1234-5678"])
    let address = try #require(card.addresses.first)
    #expect(address.postalCode == "110-0000" && address.region == "東京都" && address.city == "台東区")
    #expect(address.street == "ときわ町2-3-1 ハイツ201" && address.country == "日本")
    #expect(card.birthday?.description == "03-14")
    #expect(card.note == "深煎り, 豆のまま\n年末に電話")
    #expect(card.categories == ["常連", "gift"])
    #expect(card.uid == "a-1" && card.problems.isEmpty)
  }

  /// RFC 6350, section 8, and the kana of SORT-AS.
  @Test func version4() throws {
    let card = try card(
      "FN;PREF=2:Taro", "FN;PREF=1:Simon Perreault", "N:Perreault;Simon;;;ing. jr,M.Sc.", "BDAY:--0203",
      "EMAIL;TYPE=work:simon.perreault@viagenie.ca",
      "TEL;VALUE=uri;TYPE=\"work,voice\";PREF=1:tel:+1-418-656-9254;ext=102",
      "TEL;VALUE=uri;TYPE=cell:tel:+1-418-262-6501",
      "ADR;TYPE=work:;Suite D2-630;2875 Laurier;Quebec;QC;G1V 2M2;Canada")
    #expect(card.name == "Simon Perreault")
    #expect(card.phones == ["+1-418-656-9254", "+1-418-262-6501"])
    #expect(card.birthday?.description == "02-03")
    #expect(card.addresses.first?.street == "2875 Laurier Suite D2-630")
    let sorted = try self.card("N;SORT-AS=\"やまだ,はなこ\":山田;花子;;;")
    #expect(sorted.kana == "やまだ はなこ" && sorted.name == "山田 花子")
    #expect(try self.card("N;SORT-AS=\"Harten,Rene\":van der Harten;Rene;;;").kana == "")
    #expect(try self.card("N:van der Harten;Rene;;;").name == "Rene van der Harten")
  }

  /// As Japanese phones of the 2000s wrote it: quoted-printable in Shift_JIS, with soft line breaks.
  @Test func version21() throws {
    let text = """
      BEGIN:VCARD
      VERSION:2.1
      N;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=8E=52=93=63;=89=D4=8E=71
      SOUND;X-IRMC-N;CHARSET=SHIFT_JIS:\u{FF94}\u{FF8F}\u{FF80}\u{FF9E};\u{FF8A}\u{FF85}\u{FF7A};;;
      TEL;CELL;VOICE:09012345678
      NOTE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E6=B7=B1=E7=85=8E=E3=82=8A=
      =E3=81=AE=E8=B1=86
      PHOTO;TYPE=JPEG;ENCODING=BASE64:
       /9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB
       AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEB

      EMAIL:hanako@docomo.example
      END:VCARD

      """
    let card = try #require(try cards(text).first)
    #expect(card.name == "山田 花子")
    #expect(card.kana == "ﾔﾏﾀﾞ ﾊﾅｺ")
    #expect(card.note == "深煎りの豆")
    #expect(card.phones == ["09012345678"] && card.emails == ["hanako@docomo.example"])
  }

  @Test func foldsAndGroups() throws {
    let card = try card(
      "FN:山田", "  花子", "item2.EMAIL;PREF:a@exa", "\tmple.com", "item2.X-ABLabel:_$!<Home>!$_")
    #expect(card.name == "山田 花子")
    #expect(card.emails == ["a@example.com"])
  }

  @Test func whatCannotBeUsedIsTold() throws {
    let card = try card("FN:A", "BDAY:spring", "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:=FF=FE")
    #expect(card.birthday == nil && card.note == "")
    #expect(card.problems.map(\.property) == ["BDAY", "NOTE"])
    #expect(card.problems.map(\.line) == [4, 5])
  }

  @Test(arguments: [
    ("1984-03-14", "1984-03-14"), ("19840314", "1984-03-14"), ("--03-14", "03-14"), ("--0314", "03-14"),
    ("1984-03-14T00:00:00Z", "1984-03-14"), ("19840314T000000", "1984-03-14"),
  ])
  func birthdays(_ text: String, _ read: String) throws {
    #expect(try card("FN:A", "BDAY:\(text)").birthday?.description == read)
  }

  @Test(arguments: ["1984", "1984-03", "---14", "--1314", "0000-00-00"])
  func noBirthdays(_ text: String) throws {
    #expect(try card("FN:A", "BDAY:\(text)").birthday == nil)
  }

  @Test func cardsOneAfterTheOther() throws {
    let one = "BEGIN:VCARD\nVERSION:3.0\nFN:A\nEND:VCARD\n"
    #expect(try cards(one + "\n" + one.replacing("A\n", with: "B\n")).map(\.name) == ["A", "B"])
    #expect(try cards(one + one).map(\.line) == [1, 5])
    #expect(try cards("").isEmpty)
    #expect(
      try cards("BEGIN:VCARD\nFN:A\nAGENT:\nBEGIN:VCARD\nFN:B\nEND:VCARD\nEND:VCARD\n").map(\.name) == ["A"])
  }

  @Test(arguments: [("NAME:A\nEMAIL:b\n", "not-a-vcard"), ("BEGIN:VCARD\nFN:A\n", "vcard-cut-short")])
  func refuses(_ text: String, _ code: String) {
    let error = #expect(throws: DaichoError.self) { try cards(text) }
    #expect(error?.code == code)
  }

  /// Random cards whose values hold what must be escaped, folded at random places.
  @Test func whatIsWrittenIsRead() throws {
    var random = SplitMix64(seed: 8)
    let letters = Array("ab,;\\:\"\n山田はナ=é")
    func word() -> String {
      var word = "x"
      for _ in 0..<Int.random(in: 1...30, using: &random) {
        word.append(letters.randomElement(using: &random) ?? "a")
      }
      return word + "x"
    }
    func escaped(_ text: String) -> String {
      text.replacing("\\", with: "\\\\").replacing(",", with: "\\,").replacing(";", with: "\\;")
        .replacing("\n", with: "\\n")
    }
    for _ in 0..<300 {
      let (note, family, tag) = (word(), word(), word())
      var line = ""
      for character in "NOTE:" + escaped(note) {
        line.append(character)
        if Int.random(in: 0..<9, using: &random) == 0 { line += "\r\n " }
      }
      let card = try self.card(line, "N:\(escaped(family));b", "CATEGORIES:\(escaped(tag)),z")
      #expect(card.note == note)
      #expect(card.familyName == family.split(separator: "\n").joined(separator: " "))
      #expect(card.categories == [tag.split(separator: "\n").joined(separator: " "), "z"])
    }
  }
}
