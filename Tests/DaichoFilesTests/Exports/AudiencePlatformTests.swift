import DaichoTestSupport
import Testing

@testable import DaichoFiles

struct AudiencePlatformTests {
  /// What Meta itself gives as its examples: "Customer information parameters", and its help for Japan.
  @Test func agreesWithMetasOwnExamples() throws {
    var person = AudiencePerson()
    person.emails = [" John_Smith@gmail.com "]
    person.phones = [try #require(InternationalPhone.e164("03-4405-7597", isJapanese: true))]
    let row = try #require(AudiencePlatform.meta.rows(person).first)
    #expect(row[0] == "62a14e44f765419d10fea99367361a727c12365e2520f32218d505ed9aa0f62f")
    #expect(row[3] == "574f12b7409ae74d10bebbcb5e79ce749d76c37d2590d689043c73d1a8e162d0")
  }

  private var hanako: AudiencePerson {
    var person = AudiencePerson()
    person.emails = ["Hanako.Yamada@GMAIL.com", "hanako.yamada@gmail.com", "ｈａｎａ＠example.com"]
    person.phones = ["+819000001234"]
    (person.familyName, person.givenName) = ("山田", "Hana-Ko ")
    (person.postalCode, person.country) = ("１１０-０００５", "JP")
    return person
  }

  @Test func metaTakesWhatItDocuments() {
    #expect(
      AudiencePlatform.meta.values(hanako) == [
        [
          "hanako.yamada@gmail.com", "hana@example.com", "", "819000001234", "", "", "hanako", "山田",
          "1100005", "jp",
        ]
      ])
    #expect(
      AudiencePlatform.meta.columns == [
        "email", "email", "email", "phone", "phone", "phone", "fn", "ln", "zip", "country",
      ])
  }

  /// "Country and Zip data won't be hashed"; a person is matched by all four columns or none.
  @Test func googleTakesWhatItDocuments() {
    #expect(
      AudiencePlatform.google.values(hanako) == [
        [
          "hanako.yamada@gmail.com", "hana@example.com", "", "+819000001234", "", "", "hana-ko", "山田", "jp",
          "110-0005",
        ]
      ])
    #expect(AudiencePlatform.google.rows(hanako)[0].suffix(2) == ["jp", "110-0005"])
    var nameless = hanako
    nameless.givenName = nil
    #expect(AudiencePlatform.google.values(nameless)[0].suffix(4) == ["", "", "", ""])
  }

  /// One address a line, and only those that LINE takes.
  @Test func lineTakesAddressesAlone() {
    var person = hanako
    person.emails += ["plus+tag@example.com", String(repeating: "a", count: 120) + "@example.com"]
    #expect(AudiencePlatform.line.values(person) == [["hanako.yamada@gmail.com"], ["hana@example.com"]])
    #expect(AudiencePlatform.line.columns.isEmpty)
  }

  @Test func othersGetAddressesAndNumbers() {
    #expect(
      AudiencePlatform.csv.values(hanako) == [
        ["hanako.yamada@gmail.com", "+819000001234"], ["hana@example.com", ""],
      ])
  }

  @Test(arguments: AudiencePlatform.allCases) func whomNothingIdentifiesIsLeftOut(
    _ platform: AudiencePlatform
  ) {
    var person = AudiencePerson()
    (person.familyName, person.givenName, person.country, person.postalCode) = ("山田", "花子", "JP", "1")
    #expect(platform.rows(person).isEmpty)
  }

  @Test(.enabled(if: Python.isAvailable), arguments: AudiencePlatform.allCases)
  func hashesAreHashlibs(_ platform: AudiencePlatform) throws {
    let plain = platform.values(hanako).joined().filter { !$0.isEmpty }
    let expected = try Python.run(
      "import sys,hashlib\nfor t in sys.stdin.read().split('\\n'): print(hashlib.sha256(t.encode()).hexdigest())",
      input: Array(plain.joined(separator: "\n").utf8)
    ).split(separator: "\n").map(String.init)
    let hashed = platform.rows(hanako).joined().filter { !$0.isEmpty }
    #expect(hashed.count == expected.count)
    let plainAllowed: Set<String> = platform == .google ? ["jp", "110-0005"] : []
    for (index, value) in hashed.enumerated() where !plainAllowed.contains(value) {
      #expect(value == expected[index])
    }
  }
}
