import DaichoFiles
import DaichoModel
import Testing

struct ContactCardTests {
  @Test func holdsWhatPhonesShow() throws {
    var card = ContactCard(uid: "urn:uuid:1", name: "山田 花子", revision: 1_795_143_600)
    (card.familyName, card.givenName) = ("山田", "花子")
    (card.familyReading, card.givenReading) = ("やまだ", "はなこ")
    card.organisation = "つばめ; 商店"
    card.phones = ["+819000001234", "03-0000-1234"]
    card.emails = ["hanako@example.com"]
    card.birthday = Anniversary(typed: "1984-03-14")
    card.categories = ["gift", "a,b"]
    var address = ContactCard.Address()
    (address.postalCode, address.city) = ("110-0005", "台東区")
    card.address = address
    #expect(
      card.text
        == """
        BEGIN:VCARD
        VERSION:3.0
        N:山田;花子;;;
        FN:山田 花子
        X-PHONETIC-LAST-NAME:やまだ
        X-PHONETIC-FIRST-NAME:はなこ
        ORG:つばめ\\; 商店
        TEL;TYPE=CELL:+819000001234
        TEL;TYPE=VOICE:03-0000-1234
        EMAIL;TYPE=INTERNET:hanako@example.com
        ADR;TYPE=HOME:;;;台東区;;110-0005;
        BDAY;VALUE=date:1984-03-14
        CATEGORIES:gift,a\\,b
        UID:urn:uuid:1
        REV:2026-11-20T03:00:00Z
        END:VCARD

        """.replacing("\n", with: "\r\n"))
  }

  @Test func aBirthdayMayHaveNoYear() {
    var card = ContactCard(uid: "1", name: "x", revision: 0)
    card.birthday = Anniversary(typed: "02-29")
    #expect(card.text.contains("\r\nBDAY;VALUE=date;X-APPLE-OMIT-YEAR=1604:1604-02-29\r\n"))
  }
}
