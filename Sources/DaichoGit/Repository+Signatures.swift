import CGit2
import DaichoModel

/// A commit's signature, and the bytes that it signs.
package struct CommitSignature: Sendable {
  package let text: String
  package let signed: [UInt8]
}

extension Repository {
  /// `nil` for a commit that has none.
  package func signature(of commit: ObjectID) throws(DaichoError) -> CommitSignature? {
    var (text, signed) = (git_buf(), git_buf())
    defer {
      git_buf_dispose(&text)
      git_buf_dispose(&signed)
    }
    var oid = commit.oid
    guard try found(git_commit_extract_signature(&text, &signed, pointer, &oid, nil)) else { return nil }
    func bytes(_ buffer: git_buf) -> [UInt8] {
      Array(UnsafeRawBufferPointer(start: buffer.ptr, count: buffer.size))
    }
    return CommitSignature(text: String(decoding: bytes(text), as: UTF8.self), signed: bytes(signed))
  }
}
