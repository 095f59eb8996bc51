/// A commit or tag object as bytes: headers, of which some go on over several lines, an empty line, the message.
struct RawCommit {
  /// Name and value; what a value goes on with keeps its line feeds and leading spaces.
  private(set) var headers: [(name: [UInt8], value: [UInt8])] = []
  var message: [UInt8] = []

  init(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while let end = rest.firstIndex(of: 0x0A) {
      let line = rest[..<end]
      rest = rest[(end + 1)...]
      if line.isEmpty { break }
      if line.first == 0x20, !headers.isEmpty {
        headers[headers.count - 1].value += [0x0A] + line
      } else {
        let space = line.firstIndex(of: 0x20) ?? line.endIndex
        headers.append((Array(line[..<space]), Array(line[min(space + 1, line.endIndex)...])))
      }
    }
    message = Array(rest)
  }

  var bytes: [UInt8] {
    var out: [UInt8] = []
    for (name, value) in headers { out += name + [0x20] + value + [0x0A] }
    return out + [0x0A] + message
  }

  func values(of name: StaticString) -> [[UInt8]] {
    headers.filter { name.equals($0.name) }.map(\.value)
  }

  func ids(of name: StaticString) -> [ObjectID] {
    values(of: name).compactMap { ObjectID(String(decoding: $0, as: UTF8.self)) }
  }

  mutating func replaceIDs(of name: StaticString, by new: (ObjectID) -> ObjectID) {
    for index in headers.indices where name.equals(headers[index].name) {
      guard let id = ObjectID(String(decoding: headers[index].value, as: UTF8.self)) else { continue }
      headers[index].value = Array(new(id).description.utf8)
    }
  }

  /// Takes away what a change of the object makes untrue: its signature, and the signed tags that a merge carries.
  ///
  /// - Returns: whether there was any.
  mutating func dropSignatures() -> Bool {
    let count = headers.count
    headers.removeAll { header in
      ["gpgsig", "gpgsig-sha256", "mergetag"].contains(String(decoding: header.name, as: UTF8.self))
    }
    return headers.count < count
  }

  private static let signatureStarts = [
    "-----BEGIN PGP SIGNATURE-----", "-----BEGIN SSH SIGNATURE-----", "-----BEGIN SIGNED MESSAGE-----",
  ].map { Array($0.utf8) }

  /// Of a tag: its signature stands at the message's end.
  mutating func dropTagSignature() -> Bool {
    var start = message.startIndex
    while start < message.endIndex {
      let end = message[start...].firstIndex(of: 0x0A) ?? message.endIndex
      if RawCommit.signatureStarts.contains(where: { message[start..<end].starts(with: $0) }) {
        message.removeSubrange(start...)
        return true
      }
      start = end == message.endIndex ? end : end + 1
    }
    return false
  }
}

extension StaticString {
  fileprivate func equals(_ bytes: [UInt8]) -> Bool {
    withUTF8Buffer { $0.elementsEqual(bytes) }
  }
}
