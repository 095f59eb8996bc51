import ArgumentParser
import DaichoModel
import DaichoWorkspace
import Foundation

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Look at everything the workspace rests on: git, the index, the machine, mail servers.",
    discussion: """
      Each line is a check, what was seen, and, where something is amiss, the command that mends it. Exit \
      status 1 when something needs attention.

      daicho doctor
      daicho doctor --offline     ask no mail server
      daicho doctor --fix         mend what daicho itself can: an interrupted change, files a killed command \
      left, a damaged index, a password file that others can read
      daicho doctor --format json

      No mail is sent: a mail server is connected to, and its greeting read. Nothing is fetched: what is new \
      on a remote is as of the last fetch.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case table, json }

  @Option(help: "How to answer: table or json.")
  var format: Format = .table

  @Flag(help: "Ask no mail server.")
  var offline = false

  @Flag(help: "Mend what daicho itself can.")
  var fix = false

  @OptionGroup var global: GlobalOptions

  func run() throws {
    let session = Session(global, paged: format == .table)
    var found = try examine(session)
    if fix {
      let workspace = try? session.workspace()
      for examination in found {
        guard let cure = examination.cure, let workspace else { continue }
        try workspace.cure(cure)
        session.messages.printNote(.cured(examination.check, examination.seen))
      }
      if found.contains(where: { $0.cure != nil }) { found = try examine(session) }
    }
    try write(found, session)
    try session.finish()
    let (warnings, errors) = (found.count { $0.state == .warning }, found.count { $0.state == .error })
    if format == .table { session.messages.printNote(.examined(found.count, errors, warnings)) }
    if errors + warnings > 0 { throw CommandLineInterface.Status.attention }
  }

  private func examine(_ session: Session) throws -> [Examination] {
    let workspace: Workspace
    switch Result(catching: { () throws(DaichoError) in try session.workspace() }) {
    case .success(let opened): workspace = opened
    case .failure(let error):
      // Outside a workspace there is nothing to look at.
      if ["not-a-workspace", "no-such-folder"].contains(error.code) { throw error }
      return [.unopenable(error)]
    }
    var generator = SystemRandomNumberGenerator()
    return workspace.examine(session.surroundings(isOffline: offline), using: &generator)
  }

  private func write(_ found: [Examination], _ session: Session) throws {
    guard format == .table else {
      let columns = ["check", "state", "message", "remedy"].map { OutputColumn.machineOnly($0) }
      let rows = found.map { examination in
        OutputRow(
          id: examination.check,
          [
            .string(examination.check), .string(examination.state.rawValue),
            .string(examination.seen(session.language)), .optional(examination.remedy?(session.language)),
          ])
      }
      let options = OutputOptions(format: .json, language: session.language)
      return try OutputTable(columns: columns, rows: rows).write(options, to: session.output)
    }
    let width = found.map { TextWidth.columns($0.check) }.max() ?? 0
    for examination in found {
      let style = session.terminal.style
      let state = style(TextWidth.pad(examination.state.rawValue, to: 7), color(examination.state))
      let check = TextWidth.pad(CellText.line(examination.check), to: width)
      try session.output.writeLine("\(state)  \(check)  \(CellText.line(examination.seen(session.language)))")
      guard examination.state != .ok, let remedy = examination.remedy else { continue }
      let indent = String(repeating: " ", count: 7 + 2)
      try session.output.writeLine("\(indent)→ \(CellText.line(remedy(session.language)))")
    }
  }

  private func color(_ state: Examination.State) -> Style.Attribute {
    switch state {
    case .ok: .green
    case .warning: .yellow
    case .error: .red
    }
  }
}
