import DaichoInsight
import DaichoTestSupport
import Testing

struct AttributionTests {
  private func touch(_ campaign: Int, day: Int, click: Bool, hour: Int64 = 0, of customer: Int64 = 1)
    -> Attribution.Touch
  {
    Attribution.Touch(
      customer: customer, day: day, at: (Int64(day) * 24 + hour) * 3_600_000, isClick: click,
      campaign: campaign)
  }

  @Test func theLastClickTakesIt() {
    let found = Attribution([
      touch(1, day: 10, click: true, hour: 9), touch(2, day: 10, click: true, hour: 11),
      touch(3, day: 12, click: false), touch(4, day: 14, click: true),
    ]).campaign(of: 1, on: 13, coupon: 9)
    #expect(found?.campaign == 2)
    #expect(found?.evidence == .click)
  }

  @Test(arguments: [(9, Int?.none), (10, 1), (17, 1), (18, nil)])
  func theWindowIsSevenDaysAndTheDayItself(_ order: Int, _ campaign: Int?) {
    for click in [true, false] {
      #expect(
        Attribution([touch(1, day: 10, click: click)]).campaign(of: 1, on: order, coupon: nil)?.campaign
          == campaign)
    }
  }

  @Test func anOpenIsLessAndACouponLeast() {
    let attribution = Attribution([touch(1, day: 10, click: false), touch(2, day: 11, click: false)])
    #expect(attribution.campaign(of: 1, on: 12, coupon: 9)?.campaign == 2)
    #expect(attribution.campaign(of: 2, on: 12, coupon: 9)?.evidence == .coupon)
    #expect(attribution.campaign(of: nil, on: 12, coupon: 9)?.campaign == 9)
    #expect(attribution.campaign(of: nil, on: 12, coupon: nil) == nil)
    #expect(Attribution([]).campaign(of: 1, on: 12, coupon: nil) == nil)
  }

  /// Against the definition read off one touch after the other.
  @Test func agreesWithTheDefinition() {
    var random = SplitMix64(seed: 11)
    for _ in 0..<200 {
      let touches = (0..<Int.random(in: 0...30, using: &random)).map { index in
        // Each at a time of its own, so that the last is one.
        Attribution.Touch(
          customer: .random(in: 1...3, using: &random), day: index / 2, at: Int64(index) * 43_200_000,
          isClick: .random(using: &random), campaign: .random(in: 0...4, using: &random))
      }
      let attribution = Attribution(touches.shuffled(using: &random))
      for customer in Int64(1)...3 {
        for day in -1...20 {
          let within = touches.filter { $0.customer == customer && day - 7 <= $0.day && $0.day <= day }
          let expected = within.last { $0.isClick } ?? within.last
          #expect(attribution.campaign(of: customer, on: day, coupon: nil)?.campaign == expected?.campaign)
        }
      }
    }
  }
}
