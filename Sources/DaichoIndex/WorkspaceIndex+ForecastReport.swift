import DaichoInsight
import DaichoModel

extension WorkspaceIndex {
  /// Deals by expected month of close.
  package func forecastReport(
    _ request: ReportRequest
  ) throws(DaichoError) -> (figures: ForecastFigures, rates: StageWinRates, withoutRate: Int) {
    let found = try salesDeals(request)
    let rates = StageWinRates(try passages(request), pipelines: settings.pipelines)
    let figures = ForecastFigures(
      found.deals, period: request.period, today: moment.today, fiscalYearStart: settings.fiscalYearStart,
      rates: rates)
    return (figures, rates, found.withoutRate)
  }
}
