import DaichoModel
import Testing

@testable import DaichoMail

struct MailDateTests {
  @Test(arguments: [
    (0, 0, "Thu, 01 Jan 1970 00:00:00 +0000"), (1_796_083_200, 540, "Tue, 01 Dec 2026 09:00:00 +0900"),
    (1_709_164_799, 0, "Wed, 28 Feb 2024 23:59:59 +0000"),
    (1_709_164_800, 0, "Thu, 29 Feb 2024 00:00:00 +0000"),
    (1_709_164_800, -210, "Wed, 28 Feb 2024 20:30:00 -0330"),
    (253_402_300_799, 0, "Fri, 31 Dec 9999 23:59:59 +0000"),
  ])
  func isWrittenAsRFC5322(seconds: Int, offset: Int, expected: String) throws {
    #expect(try MailDate(secondsSince1970: seconds, offsetMinutes: offset).headerValue == expected)
  }

  @Test(arguments: [(-1, 0), (0, -1), (0, 841), (253_402_300_800, 0), (Int.max, 840), (Int.min, -840)])
  func refusesWhatCannotBeWritten(seconds: Int, offset: Int) {
    #expect(throws: DaichoError.self) { try MailDate(secondsSince1970: seconds, offsetMinutes: offset) }
  }
}
