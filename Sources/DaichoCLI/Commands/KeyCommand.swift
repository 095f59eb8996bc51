import ArgumentParser
import DaichoMail
import DaichoModel
import DaichoWorkspace

struct KeyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "key",
    abstract: "The secret that signs unsubscribe links: make it, back it up, replace it.",
    discussion: """
      Every mail carries links that say who it went to: to unsubscribe, to read it \
      on the web, to count a click. They are signed with the workspace's key, so \
      that nobody can unsubscribe your customers by guessing.

      daicho key                          what there is, and where
      daicho key init                     make the first one ('daicho init' does it too)
      daicho key export ~/key-backup      keep a copy where you keep passwords
      daicho key import ~/key-backup      on the next machine
      daicho key rotate                   another key from now on; old links still work

      The key is a file that only you can read, \
      $XDG_CONFIG_HOME/daicho/keys/FINGERPRINT (or ~/.config/…), or comes in the \
      variable DAICHO_KEY. It never enters git; daicho.yml holds its fingerprint, \
      which tells nothing of it.
      """,
    subcommands: [Show.self, Init.self, Export.self, Import.self, Rotate.self],
    defaultSubcommand: Show.self)

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Which key the workspace has, and whether this machine holds it (the default).")

    @Option(help: "How to answer: table or json.")
    var format: DoctorCommand.Format = .table

    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global)
      let keys = try session.workspace().keys(from: session.keyStore)
      let rows =
        [("current", keys.current)].map { ($0.0, $0.1.key.fingerprint, Optional($0.1.place)) }
        + keys.retired.map { ("retired", $0.key.fingerprint, Optional($0.place)) }
        + keys.missing.map { ("retired", $0, nil) }
      if format == .json {
        let columns = ["fingerprint", "state", "held", "place"].map { OutputColumn.machineOnly($0) }
        let table = rows.map { state, fingerprint, place in
          OutputRow(
            id: fingerprint,
            [.string(fingerprint), .string(state), .bool(place != nil), .optional(place.map(Show.text))])
        }
        let options = OutputOptions(format: .json, language: session.language)
        try OutputTable(columns: columns, rows: table).write(options, to: session.output)
      } else {
        for (state, fingerprint, place) in rows {
          let shown = place.map { CellText.line(Show.text($0)) } ?? Wording.keyNotHere(session.language)
          let word = state == "current" ? Wording.keyCurrent : .keyRetired
          try session.output.writeLine(
            "\(fingerprint)  \(TextWidth.pad(word(session.language), to: 7))  \(shown)")
        }
      }
      try session.finish()
    }

    private static func text(_ place: KeyStore.Place) -> String {
      switch place {
      case .environment: KeyStore.variable
      case .file(let path): path
      }
    }
  }

  struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Make the workspace's first key, and commit its fingerprint.",
      discussion: """
        Does nothing where the workspace has a key and this machine holds it.

        Make a copy with 'daicho key export': without the key, the unsubscribe links \
        of the mails you have sent stop working.
        """)

    @Flag(help: "Show what would change and change nothing.")
    var dryRun = false

    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global)
      let workspace = try session.workspaceForWriting()
      var generator = SystemRandomNumberGenerator()
      guard let made = try workspace.makeKey(in: session.keyStore, using: &generator, dryRun: dryRun) else {
        session.messages.printNote(.keyIsThere)
        return try session.finish()
      }
      try session.report(made.recorded)
      if !dryRun { session.tellKey(made.key.fingerprint) }
    }
  }

  struct Rotate: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Replace the key: new mails are signed with another one.",
      discussion: """
        For when others may have seen it, or the machine that had it is lost. Links of \
        mails already sent keep working wherever the old key is still held; daicho.yml \
        names it among 'retired_keys'.

        Afterwards bring the new key to every machine that sends or serves: \
        'daicho key export' here, 'daicho key import' there.
        """)

    @OptionGroup var write: WriteOptions
    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global, yes: write.yes)
      let workspace = try session.workspaceForWriting()
      if workspace.settings.key != nil, !write.dryRun {
        let isHeld = (try? workspace.keys(from: session.keyStore)) != nil
        guard try Confirmation(isHeld ? .rotateKeyNow : .rotateLostKey).ask(session.interaction) else {
          throw DaichoError.notChosen()
        }
      }
      var generator = SystemRandomNumberGenerator()
      let made = try workspace.rotateKey(in: session.keyStore, using: &generator, dryRun: write.dryRun)
      try session.report(made.recorded)
      if !write.dryRun { session.tellKey(made.key.fingerprint) }
    }
  }
}

extension Session {
  /// Where a new key lies, and that it wants a copy.
  func tellKey(_ fingerprint: String) {
    messages.printNote(.keyMade(keyStore.path(of: fingerprint) ?? fingerprint))
  }
}
