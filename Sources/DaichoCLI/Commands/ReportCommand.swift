import ArgumentParser
import DaichoModel

/// A subcommand of `report`, as the list of them shows it.
protocol ListedReport: ParsableCommand {
  /// What it answers, as a shopkeeper would ask.
  static var question: Wording { get }
}

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "The figures of the shop and its sellers; alone, the list of reports.",
    discussion: """
      daicho report
      daicho report pipeline --owner @sato
      daicho report forecast --from 'this quarter' --to 'next quarter'
      daicho report pipeline --where 'company is set' --format csv
      daicho report pipeline --output pipeline.html     (one page to show, mail or print)

      Every report takes a period (--from, --to), conditions (--where, --segment, --owner, --tag) and a \
      format; what each of them means there, and how every figure is computed, stands in the manual's page \
      "Reports".
      """,
    subcommands: [
      PipelineReportCommand.self, VelocityReportCommand.self, ForecastReportCommand.self,
      LeadsReportCommand.self,
      ActivityReportCommand.self, InquiriesReportCommand.self, SalesReportCommand.self, RFMReportCommand.self,
      CohortsReportCommand.self, ProductsReportCommand.self, LifetimeValueReportCommand.self,
      CampaignsReportCommand.self, ReturnReportCommand.self,
    ])

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = Session(global)
    // For its language; the list is the same without one.
    _ = try? session.workspace()
    let columns = [
      OutputColumn("report", Wording(en: "report", ja: "レポート")),
      OutputColumn("question", Wording(en: "what it tells", ja: "わかること")),
    ]
    let rows = ReportCommand.configuration.subcommands.compactMap { command -> OutputRow? in
      guard let report = command as? any ListedReport.Type, let name = command.configuration.commandName
      else { return nil }
      return OutputRow(id: name, [.string(name), .string(report.question(session.language))])
    }
    let options = session.options(.table)
    try OutputTable(columns: columns, rows: rows).write(options, to: session.output)
    try session.output.finish()
  }
}
