import ArgumentParser

struct Daicho: ParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "daicho",
    abstract: "A customer register of plain files in git.",
    discussion: """
      Customers, deals and campaigns are Markdown files. Edit them in any editor; daicho indexes them, \
      answers questions, and commits every change it makes.

      Start with 'daicho init', then 'daicho new customers name=山田花子', 'daicho today', 'daicho check'.
      """,
    version: version,
    groupedSubcommands: [
      CommandGroup(
        name: "Look",
        subcommands: [
          TodayCommand.self, ListCommand.self, ShowCommand.self, SearchCommand.self, SegmentCommand.self,
          ScoreCommand.self, ReportCommand.self, RecommendCommand.self, HistoryCommand.self,
          BlameCommand.self, AuditCommand.self, ShowMyDataCommand.self,
          CheckCommand.self,
          DuplicatesCommand.self,
        ]),
      CommandGroup(
        name: "Change",
        subcommands: [
          InitCommand.self, NewCommand.self, SetCommand.self, LogCommand.self, TaskCommand.self,
          EditCommand.self, CommitCommand.self, UndoCommand.self, ForgetCommand.self, RenameCommand.self,
          MergeCommand.self,
          RemoveCommand.self,
        ]),
      CommandGroup(name: "Share", subcommands: [SyncCommand.self, ResolveCommand.self]),
      CommandGroup(
        name: "Mail",
        subcommands: [
          CampaignCommand.self, ServeCommand.self, InboxCommand.self, ConsentCommand.self,
          SuppressCommand.self, UnsuppressCommand.self,
        ]),
      CommandGroup(name: "In and out", subcommands: [ImportCommand.self, ExportCommand.self]),
      CommandGroup(
        name: "Machinery",
        subcommands: [
          DoctorCommand.self, KeyCommand.self, IndexCommand.self, SQLCommand.self, MergeDriverCommand.self,
          ReadMailCommand.self,
        ]),
    ])
}
