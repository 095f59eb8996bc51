/// Names of files not yet in place. Walks pass over them, and git should never see one.
enum TemporaryName {
  static let prefix = ".daicho-"

  static func make() -> String {
    prefix + String(UInt64.random(in: 0...UInt64.max), radix: 36) + ".tmp"
  }

  /// The name as text if it is one of ours.
  static func read(_ name: UnsafeRawBufferPointer) -> String? {
    guard name.count > prefix.utf8.count, name.starts(with: prefix.utf8),
      name.suffix(4).elementsEqual(".tmp".utf8)
    else { return nil }
    return String(decoding: name, as: UTF8.self)
  }
}
