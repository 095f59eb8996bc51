import DaichoInsight
import DaichoModel

extension WorkspaceIndex {
  /// Deals by expected month of close.
  package func forecastReport(
    _ request: ReportRequest
  ) throws(DaichoError) -> (figures: ForecastFigures, withoutRate: Int) {
    let found = try salesDeals(request)
    return (
      ForecastFigures(
        found.deals, period: request.period, today: moment.today, fiscalYearStart: settings.fiscalYearStart),
      found.withoutRate
    )
  }
}
