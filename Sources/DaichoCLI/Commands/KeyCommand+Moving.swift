import ArgumentParser
import DaichoFiles
import DaichoModel
import DaichoWorkspace
import Foundation

extension KeyCommand {
  struct Export: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the key, and the retired ones, to a file that only you can read.",
      discussion: """
        daicho key export ~/tsubame.key     a copy, for the place where you keep passwords
        daicho key export - | ssh shop 'cd crm && daicho key import -'

        Whoever has it can unsubscribe your customers and make links that look like \
        yours. A file in the workspace is refused: git would keep it for ever.
        """)

    @Argument(
      help: ArgumentHelp("A file that is not there yet; '-' writes to standard output.", valueName: "file"),
      completion: .file())
    var file: String

    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global)
      let workspace = try session.workspace()
      let keys = try workspace.keys(from: session.keyStore)
      let text = workspace.exportedKeys(keys)
      if file == "-" {
        try session.output.write(text)
        return try session.finish()
      }
      let path = session.absolutePath(file)
      try workspace.refuseKey(at: path)
      let target = try PrivateFile(path, replacing: false)
      try target.write(Array(text.utf8))
      try target.finish()
      try session.finish()
      session.messages.printNote(.keyExported(1 + keys.retired.count, file))
      if !keys.missing.isEmpty { session.messages.printWarning(.keysNotExported(keys.missing)) }
    }
  }

  struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Take the key that another machine has exported.",
      discussion: """
        daicho key import ~/tsubame.key
        daicho key import - < ~/tsubame.key

        Only keys that daicho.yml names are kept. Nothing is committed.
        """)

    @Argument(
      help: ArgumentHelp("What 'daicho key export' wrote; '-' reads standard input.", valueName: "file"),
      completion: .file())
    var file: String

    @OptionGroup var global: GlobalOptions

    func run() throws {
      let session = Session(global)
      let workspace = try session.workspace()
      let text = try Import.text(file == "-" ? nil : session.absolutePath(file))
      let result = try workspace.importKeys(text, to: session.keyStore)
      for fingerprint in result.kept { try session.output.writeLine(fingerprint) }
      try session.finish()
      session.messages.printNote(.keysImported(result.kept.count))
      if !result.foreign.isEmpty { session.messages.printWarning(.keysForeign(result.foreign)) }
      let held = try workspace.keys(from: session.keyStore)
      if !held.missing.isEmpty { session.messages.printWarning(.keysStillMissing(held.missing)) }
    }

    private static let maximumSize = 65_536

    private static func text(_ path: String?) throws -> String {
      let handle: FileHandle
      if let path {
        guard let opened = FileHandle(forReadingAtPath: path) else {
          throw DaichoError.keyFileUnreadable(path, String(cString: strerror(errno)))
        }
        handle = opened
      } else {
        handle = .standardInput
      }
      let data = try handle.read(upToCount: maximumSize) ?? Data()
      return String(decoding: data, as: UTF8.self)
    }
  }
}

extension Session {
  /// A path as typed, where the command was started from.
  func absolutePath(_ typed: String) -> String {
    let base = URL(fileURLWithPath: directory, isDirectory: true)
    let path = typed == "~" || typed.hasPrefix("~/") ? home + typed.dropFirst() : typed
    return URL(fileURLWithPath: path, relativeTo: base).standardizedFileURL.path
  }
}
