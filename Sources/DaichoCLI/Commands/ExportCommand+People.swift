import ArgumentParser
import DaichoFiles
import DaichoModel
import DaichoWorkspace

extension ExportCommand {
  struct Contacts: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Customers for the address book of a phone, so that it shows who is calling.",
      discussion: """
        daicho export contacts -o contacts.vcf
        daicho export contacts --where 'owner = sato and phone is set' -o mine.vcf

        vCard 3.0, which iPhones and Android take: open the file on the phone. Numbers are written with their \
        country (+81…) where that is safe, as they stand otherwise.
        """)

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var export: ExportOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global)
      let workspace = try session.workspace()
      let output = try ExportOutput(export, session: session, workspace: workspace)
      let choice = CustomerChoice(filters: selection.filters, segments: selection.segments)
      let count = try workspace.contacts(choice) { try output.sink.write($0) }
      try output.finish(.recordCount(count, .customers), workspace: workspace)
    }
  }

  struct Tasks: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Open tasks as a calendar.",
      discussion: """
        daicho export tasks -o tasks.ics
        daicho export tasks @sato -o mine.ics

        All-day events on the day a task is due, because the calendars of Google and of phones show no tasks \
        of a file. Importing the file again renews them. Done tasks are left out.
        """)

    @Argument(help: ArgumentHelp("Only this member's tasks.", valueName: "@member"))
    var member: String?

    @OptionGroup var export: ExportOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global)
      let workspace = try session.workspace()
      let member =
        try member.map { try workspace.actingMember(String($0.drop { $0 == "@" || $0 == "＠" })) } ?? nil
      let output = try ExportOutput(export, session: session, workspace: workspace)
      let count = try workspace.taskCalendar(member: member) { try output.sink.write($0) }
      try output.finish(.exportedTasks(count), workspace: workspace)
    }
  }

  struct Birthdays: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Customers' birthdays as a calendar, every year.",
      discussion: """
        daicho export birthdays -o birthdays.ics
        daicho export birthdays --segment wholesale -o birthdays.ics

        29 February is on the last day of February in common years. The year of birth is named where it is known.
        """)

    @OptionGroup var selection: SelectionOptions
    @OptionGroup var export: ExportOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global)
      let workspace = try session.workspace()
      let output = try ExportOutput(export, session: session, workspace: workspace)
      let choice = CustomerChoice(filters: selection.filters, segments: selection.segments)
      let count = try workspace.birthdayCalendar(choice) { try output.sink.write($0) }
      try output.finish(.exportedBirthdays(count), workspace: workspace)
    }
  }

  struct Audience: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "A segment for an advertising platform, hashed as it wants it.",
      discussion: """
        daicho export audience lapsed-regulars --for meta -o audience.csv
        daicho export audience gift-buyers --for line -o audience.txt

        PLATFORM is meta (Facebook, Instagram), google (Customer Match), line (LINE Ads, e-mail addresses) or \
        csv (for others). Addresses, numbers and names are written as the platform documents and hashed with \
        SHA-256.

        Only customers with consent to it are in the list: 'consent.ads', which is not consent to mail. Record \
        it as - {channel: ads, granted: 2026-04-01, via: sign-up form} under 'consent:'.
        """)

    @Argument(help: "The segment.", completion: Completions.ids([.segments]))
    var segment: String

    @Option(
      name: .customLong("for"),
      help: ArgumentHelp("meta, google, line or csv.", valueName: "platform"))
    var platform: AudiencePlatform

    @OptionGroup var export: ExportOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global)
      let workspace = try session.workspace()
      let output = try ExportOutput(export, session: session, workspace: workspace)
      let writer = CSVWriter()
      var isFirst = true
      let report = try workspace.audience(segment, for: platform) { row in
        if isFirst, !platform.columns.isEmpty { try output.sink.write(writer.row(platform.columns)) }
        isFirst = false
        try output.sink.write(writer.row(row))
      }
      let leftOut = report.leftOut.map { "  \($0.count)  \($0.reason(session.language))" }
      guard report.people > 0 else { throw DaichoError.emptyAudience(report.segment, leftOut) }
      try output.finish(
        .audience(report.people, of: report.matching, rows: report.rows), workspace: workspace)
      for (reason, count) in report.leftOut { session.messages.printNote(.leftOut(count, reason)) }
    }
  }

  struct Everything: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The whole register as spreadsheets and text files, with a README.",
      discussion: """
        daicho export everything ../register-2026-11-20

        For moving to another system, or for a person without daicho: a spreadsheet for each kind of record, the \
        ledgers, log and tasks, segments and campaigns as files. FOLDER is new or empty, and not in the workspace. \
        'daicho import everything FOLDER' makes the register again in an empty workspace.
        """)

    @Argument(help: ArgumentHelp("A new or empty folder.", valueName: "folder"), completion: .directory)
    var folder: String

    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global)
      let workspace = try session.workspace()
      let path = ExportOutput.absolute(folder, in: session.directory)
      try workspace.refuseExport(to: path)
      let export = try workspace.exportEverything(to: path, progress: session)
      try session.output.writeLine(export.path)
      try session.finish()
      let rows = export.files.compactMap(\.rows).reduce(0, +)
      session.messages.printNote(.exportedFolder(files: export.files.count + 1, rows: rows))
      if !export.originals.isEmpty { session.messages.printWarning(.keptOriginals(export.originals.count)) }
    }
  }
}

extension AudiencePlatform: ExpressibleByArgument {}
