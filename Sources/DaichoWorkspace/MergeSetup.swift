import DaichoFiles
import DaichoGit
import DaichoModel

/// What tells git to merge records by field.
enum MergeAttributes {
  /// Lines of `.gitattributes`. A host that has no daicho merges records by lines, and unites ledgers.
  static let lines =
    Kind.allCases.map { "\($0.folder)/**/*.md merge=daicho" } + ["daicho.yml merge=daicho"]
    + ["orders/*.csv", "events/*.jsonl", "sends/*.jsonl"].map { "\($0) merge=union" }

  /// The file with the lines it lacks at its end; a pattern that has a merge attribute already is the
  /// team's own business.
  static func added(to bytes: [UInt8]?) -> [UInt8] {
    let text = bytes ?? []
    let ending = text.contains(0x0D) ? "\r\n" : "\n"
    let present = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline).map { line in
      line.split(whereSeparator: \.isWhitespace).map(String.init)
    }
    let missing = lines.filter { line in
      let pattern = String(line.prefix { $0 != " " })
      return !present.contains { words in
        words.first == pattern
          && words.dropFirst().contains { $0 == "merge" || $0 == "-merge" || $0.hasPrefix("merge=") }
      }
    }
    guard !missing.isEmpty else { return text }
    let closed = text.isEmpty || text.last == 0x0A ? text : text + Array(ending.utf8)
    return closed + Array(missing.map { $0 + ending }.joined().utf8)
  }
}

extension Workspace {
  static let attributesFile = ".gitattributes"

  /// git's shell runs this at the top of the work tree. Where the program is not to be found, git's own
  /// merge does it, rather than leaving our version alone as if it were the result.
  static let mergeDriver =
    "if command -v daicho >/dev/null; then daicho merge-driver %O %A %B %L %P; "
    + "else git merge-file -L ours -L base -L theirs --marker-size=%L %A %O %B; fi"

  /// Names the merge driver in this clone's own configuration, which git does not clone. True if it was
  /// not there.
  func setUpMergeDriver(_ repository: Repository) throws(DaichoError) -> Bool {
    let keys = [
      ("merge.daicho.name", "daicho: records by field"), ("merge.daicho.driver", Workspace.mergeDriver),
    ]
    var isNew = false
    // What the person has set for themselves stands.
    for (key, value) in keys where try repository.configuration(key) == nil {
      try repository.setConfiguration(key, value)
      isNew = true
    }
    return isNew
  }

  /// What `init` does in a workspace that is there already: the merge driver, and `.gitattributes`.
  package func setUpMerging() throws(DaichoError) -> (driver: Bool, attributes: Recorded)? {
    guard let repository else { throw .noRepository(root) }
    let isNew = try setUpMergeDriver(repository)
    let recorded = try record([Workspace.attributesChange], as: CommitMessage("init", [], "merge by field"))
    return isNew || recorded.commit != nil ? (isNew, recorded) : nil
  }

  /// Adds our lines and nothing else: what the user has written there without committing it stays so.
  static var attributesChange: FileChange {
    FileChange(attributesFile) { bytes throws(DaichoError) in MergeAttributes.added(to: bytes) }
  }
}
