import DaichoFiles
import DaichoModel
import Foundation

/// Events that were answered for and are in no commit yet, under the git directory, where stash, clean and
/// reset do not reach: what is here outlives a crash, and the next `keep` brings it into the register.
///
/// Several processes may append at once; one at a time empties it.
struct EventSpool {
  private let gitDirectory: String

  init(gitDirectory: String) { self.gitDirectory = gitDirectory }

  private var path: String { gitDirectory + "daicho-returns.jsonl" }
  private var takenPath: String { gitDirectory + "daicho-returns-taken.jsonl" }

  /// Durable when it returns.
  ///
  /// - Parameter then: called before anybody can take what was appended.
  func append(_ bytes: [UInt8], then: () -> Void) throws(DaichoError) {
    try WriterLock.hold(.returning, in: gitDirectory) { () throws(DaichoError) in
      let isNew = !FileManager.default.fileExists(atPath: path)
      let file = try AppendFile(path: path)
      try file.append(bytes)
      try file.synchronize()
      if isNew { EventSpool.sync(gitDirectory) }
      then()
    }
  }

  var isEmpty: Bool {
    !FileManager.default.fileExists(atPath: path) && !FileManager.default.fileExists(atPath: takenPath)
  }

  /// Gives the lines that wait to `body`, and forgets them when it returns: a crash before that leaves them for
  /// the next time. Nobody else takes any meanwhile.
  func take(_ body: ([[UInt8]]) throws(DaichoError) -> Void) throws(DaichoError) {
    try WriterLock.hold(.keeping, in: gitDirectory) { () throws(DaichoError) in
      // What a crash has left comes first, then what has come since.
      for _ in 0..<2 {
        try WriterLock.hold(.returning, in: gitDirectory) { () throws(DaichoError) in
          if FileManager.default.fileExists(atPath: takenPath) { return }
          if rename(path, takenPath) != 0, errno != ENOENT { throw .spoolUnusable(path, errno) }
        }
        guard let data = FileManager.default.contents(atPath: takenPath) else { return }
        // A line that was cut off by a crash was never answered for.
        let lines = data.split(separator: 0x0A, omittingEmptySubsequences: true).map { Array($0) + [0x0A] }
        try body(lines)
        unlink(takenPath)
      }
    }
  }

  private static func sync(_ folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
