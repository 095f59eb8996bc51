import DaichoMail
import DaichoModel
import DaichoWorkspace
import Testing

@Suite struct SendHealthTests {
  private let accepted = Delivery.accepted(SMTPReply(code: 250, enhanced: "2.0.0", text: "ok"))
  private let badAddress = Delivery.refused(SMTPReply(code: 550, enhanced: "5.1.1", text: "no such user"))
  private let greylisted = Delivery.refused(SMTPReply(code: 451, enhanced: "4.7.1", text: "greylisted"))
  private let lost = Delivery.inDoubt(cause: DaichoError("x", Wording(en: "x", ja: "x")))

  @Test func pausesAfterFiftyInARow() {
    var health = SendHealth()
    for _ in 0..<49 { #expect(health.note(badAddress) == nil) }
    #expect(health.note(lost) != nil)
  }

  @Test func anAcceptedMailEndsTheRow() {
    var health = SendHealth()
    for _ in 0..<3_000 {
      for _ in 0..<30 { _ = health.note(accepted) }
      #expect(health.note(badAddress) == nil)
    }
  }

  @Test func pausesAtFivePerCentOfAHundred() {
    var health = SendHealth()
    for number in 0..<99 { #expect(health.note(number % 10 == 0 ? badAddress : accepted) == nil) }
    #expect(health.note(badAddress) != nil)
  }

  @Test func beingToldToComeBackIsNoFailure() {
    var health = SendHealth()
    for _ in 0..<500 { #expect(health.note(greylisted) == nil) }
  }

  @Test func pausesAtOnceWhereTheSenderIsRefused() {
    var health = SendHealth()
    #expect(
      health.note(.refused(SMTPReply(code: 550, enhanced: "5.7.1", text: "not authorized"))) != nil)
  }
}
