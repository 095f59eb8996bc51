/// The fields of a block of headers as text: a delivery status, or the headers of a returned mail.
enum HeaderFields {
  /// Blocks are parted by empty lines; names are lower-case, and the first field of a name stands.
  static func blocks(_ text: String) -> [[String: String]] {
    var blocks: [[String: String]] = []
    var fields: [String: String] = [:]
    var last: String?
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      if line.isEmpty {
        if !fields.isEmpty { blocks.append(fields) }
        (fields, last) = ([:], nil)
      } else if line.first == " " || line.first == "\t" {
        if let last { fields[last]? += " " + trimmed(line) }
      } else if let colon = line.firstIndex(of: ":") {
        let name = line[..<colon].lowercased()
        last = fields[name] == nil ? name : nil
        if last != nil { fields[name] = trimmed(line[line.index(after: colon)...]) }
      }
    }
    if !fields.isEmpty { blocks.append(fields) }
    return blocks
  }

  static func trimmed(_ text: some StringProtocol) -> String {
    let start = text.drop(while: \.isWhitespace)
    return String(String(start).reversed().drop(while: \.isWhitespace).reversed())
  }
}
