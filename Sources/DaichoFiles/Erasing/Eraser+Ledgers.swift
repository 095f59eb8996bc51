import DaichoModel
import OrderedCollections

extension Eraser {
  // MARK: Orders

  /// Columns that are kept of a row of theirs, besides those that `OrderHeader` knows.
  private static let keptColumns: Set<String> = ["discount", "tax_rate", "gift"]

  /// Whether a column of the orders says nothing of who bought.
  package static func keepsColumn(_ name: String) -> Bool {
    OrderHeader.Column(rawValue: name) != nil || keptColumns.contains(name)
  }

  func orders(_ bytes: [UInt8]) -> [UInt8] {
    let mark: [UInt8] = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? [0xEF, 0xBB, 0xBF] : []
    let rows = Array(bytes.dropFirst(mark.count))
    let edited = Result { () throws(DaichoError) in try orderEdits(rows) }
    guard case .success(let edits) = edited else { return bytes }
    return mark + rows.replacing(edits)
  }

  private func orderEdits(_ bytes: [UInt8]) throws(DaichoError) -> [(Range<Int>, [UInt8])] {
    var reader = CSVReader(MemoryStream(bytes))
    var header: OrderHeader?
    var customer = -1
    var edits: [(Range<Int>, [UInt8])] = []
    while try reader.next() {
      let row = OrderHeader(reader)
      if header == nil || row.isLikely {
        header = row
        customer = row.index(of: .customer)
        continue
      }
      guard let header, customer >= 0, customer < reader.count else { continue }
      let handle = reader.text(customer).trimmedEnds
      guard let token = person.token(of: handle) else { continue }
      let folder = "\(Kind.customers.folder)/"
      var line: [UInt8] = []
      for field in 0..<reader.count {
        let name = field < header.names.count ? header.names[field] : ""
        if field > 0 { line.append(UInt8(ascii: ",")) }
        if field == customer {
          LedgerRewrite.append(((handle.hasPrefix(folder) ? folder : "") + token).utf8, to: &line)
        } else if Eraser.keepsColumn(name) {
          LedgerRewrite.append(reader[field], to: &line)
        }
      }
      let start = Int(reader.byteOffset)
      edits.append((start..<endOfRow(bytes, start, lines: reader.extraLines), line))
    }
    return edits
  }

  /// Without its line ending.
  private func endOfRow(_ bytes: [UInt8], _ start: Int, lines: Int) -> Int {
    var (at, left) = (start, lines)
    while at < bytes.count {
      if bytes[at] == 0x0A || bytes[at] == 0x0D {
        if left == 0 { return at }
        left -= 1
        if bytes[at] == 0x0D, at + 1 < bytes.count, bytes[at + 1] == 0x0A { at += 1 }
      }
      at += 1
    }
    return at
  }

  // MARK: Events and mails

  private static let keptOfEvents: Set<String> = [
    "at", "date", "kind", "campaign", "occurrence", "variant", "url", "coupon", "via", "by", "link",
  ]
  private static let keptOfMails: Set<String> = [
    "at", "campaign", "occurrence", "variant", "state", "commit", "revision", "content_hash", "consent", "coupon",
    "occasion", "reason",
  ]

  func lines(_ bytes: [UInt8], areMails: Bool) -> [UInt8] {
    var edits: [(Range<Int>, [UInt8])] = []
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
      if areIn(bytes[start..<end]), let line = line(bytes[start..<end], areMails: areMails) {
        let isCarriage = end > start && bytes[end - 1] == 0x0D
        edits.append((start..<(isCarriage ? end - 1 : end), line))
      }
      start = end + 1
    }
    return edits.isEmpty ? bytes : bytes.replacing(edits)
  }

  /// `nil` where it is about nobody, or somebody else.
  private func line(_ bytes: ArraySlice<UInt8>, areMails: Bool) -> [UInt8]? {
    let read = bytes.withUnsafeBytes { buffer in
      Result { () throws(JSONFault) in try JSONReader.read(buffer).value }
    }
    guard case .success(.object(let members)) = read else { return nil }
    func text(_ name: String) -> String? {
      switch members[name] {
      case .string(let text)?: text
      case .number(let digits)?: digits
      default: nil
      }
    }
    let handles = ["customer", "email", "address"].compactMap(text)
    let isVisitor = text("visitor").map(person.visitors.contains) ?? false
    guard let token = handles.lazy.compactMap(person.token(of:)).first ?? (isVisitor ? person.token : nil)
    else { return nil }
    var left: OrderedDictionary<String, JSONValue> = [:]
    for (name, value) in members {
      if let new = self.left(of: value, name, token, areMails: areMails) { left[name] = new }
    }
    if !areMails, left["customer"] == nil { left["customer"] = .string(token) }
    return Array(JSONValue.object(left).serialized().utf8)
  }

  private func left(
    of value: JSONValue, _ name: String, _ token: String, areMails: Bool
  ) -> JSONValue? {
    guard case .string(let text) = value else {
      return (areMails ? Eraser.keptOfMails : Eraser.keptOfEvents).contains(name) ? value : nil
    }
    switch name {
    case "customer": return .string(token)
    case "address" where areMails: return .string(person.address(text))
    // A reply begins with its code (RFC 5321); what follows may hold the address.
    case "reply" where areMails: return .string(String(text.prefix { ("0"..."9").contains($0) }))
    case "message_id": return .string(messageID(text))
    case "id" where !areMails: return .string(person.pseudonym(text))
    case "url":
      // What a link carries behind its path is for one reader.
      return .string(self.text(String(text.prefix { $0 != "?" && $0 != "#" })))
    default:
      return (areMails ? Eraser.keptOfMails : Eraser.keptOfEvents).contains(name) ? .string(self.text(text)) : nil
    }
  }

  /// `<KEY@host>`: another key of the same form.
  private func messageID(_ text: String) -> String {
    let key = text.drop { $0 == "<" }.prefix { $0 != "@" }
    let open = text.hasPrefix("<") ? "<" : ""
    return open + person.pseudonym(String(key)) + self.text(String(text[key.endIndex...]))
  }
}

extension String {
  /// Without blanks around it, of ASCII or full width.
  fileprivate var trimmedEnds: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
