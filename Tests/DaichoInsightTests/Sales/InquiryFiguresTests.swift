import DaichoInsight
import DaichoModel
import Testing

struct InquiryFiguresTests {
  private func time(_ day: Int, _ hour: Int64? = nil) -> InquiryTime {
    InquiryTime(day: day, instant: hour.map { Int64(day) * 86_400 + $0 * 3600 })
  }

  @Test func medianIsTheMiddleOrBetweenTheTwo() {
    #expect(Median.of([]) == nil)
    #expect(Median.of([3]) == 3)
    #expect(Median.of([9, 1, 2]) == 2)
    #expect(Median.of([9, 1, 2, 4]) == 3)
    #expect(Median.of([1.7e308, 1.7e308]) == 1.7e308)
  }

  @Test func nothingIsNothing() {
    let empty = InquiryFigures([], period: .always)
    #expect(empty.rows.isEmpty && empty.months.isEmpty)
    #expect(empty.total.medianResponse == nil)
  }

  @Test func hoursAreExactWhereBothTimesAreKnown() {
    let inquiries = [
      SalesInquiry(
        type: "question", opened: time(10, 14), isResolved: true, resolved: time(12, 14),
        response: time(11, 15)),
      SalesInquiry(
        type: "Question", opened: time(10, 14), isResolved: true, resolved: time(13), response: time(10)),
      SalesInquiry(type: "complaint", opened: time(10)),
    ]
    let figures = InquiryFigures(inquiries, period: .always)
    #expect(figures.total.opened == 3 && figures.total.resolved == 2 && figures.total.open == 1)
    #expect(figures.total.answered == 2)
    #expect(figures.total.medianResponse == 12.5)
    #expect(figures.total.medianResolution == 60)
    let types = figures.rows.filter { $0.dimension == .type }
    #expect(types.map { $0.counts.opened } == [2, 1])
    #expect(figures.rows.filter { $0.dimension == .product }.map(\.value) == [nil])
  }

  @Test func anAnswerBeforeTheQuestionIsNone() {
    let odd = SalesInquiry(
      opened: time(10, 14), isResolved: true, resolved: time(9, 1), response: time(10, 13))
    let figures = InquiryFigures([odd], period: .always)
    #expect(figures.total.answered == 0)
    #expect(figures.total.medianResolution == nil)
  }

  /// Opened on the 5th, resolved on the 15th.
  @Test(arguments: [
    (1, 4, 0, 0, 0), (1, 5, 1, 0, 1), (6, 14, 0, 0, 1), (6, 15, 0, 1, 0), (16, 20, 0, 0, 0), (5, 15, 1, 1, 0),
  ])
  func aPeriodHasItsOwnOpenOnes(_ from: Int, _ to: Int, _ opened: Int, _ resolved: Int, _ open: Int) {
    let period = DayPeriod(from: CalendarDate(day: from), to: CalendarDate(day: to))
    let total = InquiryFigures(
      [SalesInquiry(opened: time(5), isResolved: true, resolved: time(15))], period: period
    ).total
    #expect([total.opened, total.resolved, total.open] == [opened, resolved, open])
  }

  @Test func withoutADayThereIsNoPeriod() {
    let inquiries = [SalesInquiry(isResolved: true), SalesInquiry()]
    let ever = InquiryFigures(inquiries, period: .always).total
    #expect([ever.opened, ever.resolved, ever.open] == [2, 1, 1])
    let within = InquiryFigures(inquiries, period: DayPeriod(from: CalendarDate(day: 0))).total
    #expect([within.opened, within.resolved, within.open] == [0, 0, 1])
  }
}
