import CGit2
import DaichoModel

/// A commit as a value.
package struct CommitInfo: Sendable, Hashable {
  package var id: ObjectID
  package var tree: ObjectID
  package var parents: [ObjectID]
  package var author: Signature
  package var committer: Signature
  /// The whole message, without the empty lines before it.
  package var message: String

  /// The first paragraph on one line, as `git log --format=%s` shows it.
  package var subject: String {
    message.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { $0.contains { !$0.isWhitespace } }
      .map { line in String(line.reversed().drop(while: \.isWhitespace).reversed()) }
      .joined(separator: " ")
  }

  /// What follows the subject, trailers included, without the empty lines around it.
  package var body: String {
    let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
    let isEmpty = { (line: Substring) in line.allSatisfy(\.isWhitespace) }
    let rest = lines.drop { !isEmpty($0) }.drop(while: isEmpty)
    return String(rest.joined(separator: "\n").reversed().drop(while: \.isWhitespace).reversed())
  }

  /// `Key: value` lines of the last paragraph, by git's rules, in their order.
  package var trailers: [(key: String, value: String)] {
    var array = git_message_trailer_array()
    guard git_message_trailers(&array, message) == 0 else { return [] }
    defer { git_message_trailer_array_free(&array) }
    return UnsafeBufferPointer(start: array.trailers, count: array.count).map { trailer in
      (String(cString: trailer.key), String(cString: trailer.value))
    }
  }

  package func trailer(_ key: String) -> String? {
    trailers.first { $0.key.lowercased() == key.lowercased() }?.value
  }

  init(_ commit: OpaquePointer) {
    id = ObjectID(git_commit_id(commit).pointee)
    tree = ObjectID(git_commit_tree_id(commit).pointee)
    parents = (0..<git_commit_parentcount(commit)).compactMap { index in
      git_commit_parent_id(commit, index).map { ObjectID($0.pointee) }
    }
    author = Signature(git_commit_author(commit))
    committer = Signature(git_commit_committer(commit))
    message = git_commit_message(commit).map { String(cString: $0) } ?? ""
  }
}
