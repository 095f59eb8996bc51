import CGit2
import DaichoModel

/// Who did it and when, as git writes it into a commit.
package struct Signature: Sendable, Hashable, Codable {
  package var name: String
  package var email: String
  /// Seconds since 1970-01-01T00:00:00Z.
  package var when: Int64
  /// Minutes east of UTC.
  package var offset: Int

  package init(name: String, email: String, when: Int64, offset: Int) {
    self.name = name
    self.email = email
    self.when = when
    self.offset = offset
  }

  init(_ signature: UnsafePointer<git_signature>?) {
    guard let signature = signature?.pointee else {
      self.init(name: "", email: "", when: 0, offset: 0)
      return
    }
    self.init(
      name: signature.name.map { String(cString: $0) } ?? "",
      email: signature.email.map { String(cString: $0) } ?? "",
      when: signature.when.time, offset: Int(signature.when.offset))
  }

  /// Refuses what git could not read back: an empty name, angle brackets, line breaks.
  func withGitSignature<Result>(
    _ body: (UnsafePointer<git_signature>) throws(DaichoError) -> Result
  ) throws(DaichoError) -> Result {
    let forbidden: Set<UInt8> = [0, 10, 13, UInt8(ascii: "<"), UInt8(ascii: ">")]
    guard !name.utf8.contains(where: forbidden.contains), !email.utf8.contains(where: forbidden.contains),
      (-1440...1440).contains(offset)
    else { throw .invalidSignature(name: name, email: email) }
    var pointer: UnsafeMutablePointer<git_signature>?
    guard git_signature_new(&pointer, name, email, when, Int32(offset)) == 0, let pointer else {
      throw .invalidSignature(name: name, email: email)
    }
    defer { git_signature_free(pointer) }
    return try body(pointer)
  }
}
