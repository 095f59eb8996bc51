/// Shell commands and what they print, in a file that reads like a session at a terminal.
///
///     # What this shows; any number of comment lines.
///     @workspace example
///
///     $ daicho segment show lapsed-regulars
///     9 customers
///     2> 1 warning
///     exit 1
///
/// After a `$ ` line (continued by `> ` lines) stand its standard output, its standard error marked
/// `2> `, and its exit status unless that is 0. `Transcripts/format.transcript` shows every rule.
struct Transcript: Equatable {
  /// What the commands find in their working folder.
  enum Workspace: String {
    /// Nothing, not even a repository.
    case empty
    /// example-workspace, committed as the first commit of a repository.
    case example
  }

  /// `@mask time \d+ ms` replaces what differs from run to run with `<time>`.
  struct Mask: Equatable {
    let name: String
    let pattern: String
  }

  struct Output: Equatable {
    var stdout = ""
    var stderr = ""
    var status: Int32 = 0
  }

  struct Step: Equatable {
    /// Blank lines and comments before the command, as they stand.
    var preface: [String]
    /// The command's first line, counted from 1.
    var line: Int
    /// Several lines are one script.
    var command: [String]
    var output: Output
  }

  var workspace = Workspace.empty
  var masks: [Mask] = []
  /// The lines before the first step, directives included, as they stand.
  var header: [String] = []
  var steps: [Step] = []
  /// The blank lines and comments after the last step.
  var footer: [String] = []
}

/// A transcript that cannot be read.
struct TranscriptError: Error, Equatable, CustomStringConvertible {
  let line: Int
  let message: String

  var description: String { "line \(line): \(message)" }
}
