import DaichoFiles
import DaichoIndex
import DaichoModel

/// What the rows of a file tell of one person: made where the file is read, matched where the register is.
struct PartyTicket: Sendable {
  let evidence: CustomerEvidence
  let keys: [CustomerKeys.Key]
  let name: String?
  /// Of the first row that tells of them.
  let line: Int
  /// What else the row says of the customer, by field.
  let details: [(field: String, column: String, text: String)]

  /// Whether it is enough to know the person by.
  var isTellable: Bool {
    evidence.systemID != nil || !evidence.emails.isEmpty || (!evidence.phones.isEmpty && name != nil)
  }
}

/// Numbers the customers of one file as they first appear: rows that say the same of theirs share a ticket.
final class PartyTickets {
  private let map: ImportMap
  private let keys: CustomerKeys
  /// The map's columns about the customer.
  private let columns: [(index: Int, field: String)]
  private let hash = QuickHash()
  private var known = HashTable()
  private var count: Int32 = 0
  private var fresh: [PartyTicket] = []
  private var values: [UnsafeRawBufferPointer] = []

  private static let prefix = "customer."
  /// Fields that the evidence holds, or that no order may set: to buy is not to agree to mail.
  private static let others: Set<String> = ["id", "name", "email", "phone", "consent", "do_not_contact"]

  init(_ map: ImportMap, _ keys: CustomerKeys) {
    self.map = map
    self.keys = keys
    columns = map.columns.enumerated().compactMap { index, column in
      guard column.name.hasPrefix(PartyTickets.prefix) else { return nil }
      return (index, String(column.name.dropFirst(PartyTickets.prefix.count)))
    }
  }

  /// The ticket of the current row; -1 where it tells of nobody.
  func ticket(_ source: ImportSource) -> Int32 {
    var all: UInt64 = 1
    var isEmpty = true
    values.removeAll(keepingCapacity: true)
    for (index, _) in columns {
      let bytes = source.bytes(index)
      if !bytes.isEmpty { isEmpty = false }
      all = hash.combine(all, hash(bytes, salt: UInt64(index)))
      values.append(bytes)
    }
    if isEmpty { return -1 }
    if let ticket = known[all] { return ticket }
    fresh.append(makeTicket(line: source.line))
    known.set(count, for: all)
    count += 1
    return count - 1
  }

  /// Those made since the last call, in the order of their numbers.
  func takeFresh() -> [PartyTicket] {
    defer { fresh = [] }
    return fresh
  }

  private func makeTicket(line: Int) -> PartyTicket {
    let emails = (text("email").map(PartyTickets.items) ?? []).compactMap(PartyTickets.address)
    let phones = (text("phone").map(PartyTickets.items) ?? []).map(TextFolding.fold).filter {
      TextFolding.phoneDigits($0).utf8.count >= 6
    }
    let parts = [text("family_name"), text("given_name")].compactMap(\.self).joined(separator: " ")
    let name = text("name") ?? (parts.isEmpty ? nil : parts)
    let evidence = CustomerEvidence(
      system: map.shop ?? map.id, systemID: text("id"), emails: emails, phones: phones,
      names: [name].compactMap(\.self))
    var details: [(field: String, column: String, text: String)] = []
    for (place, column) in columns.enumerated() {
      guard !values[place].isEmpty, !PartyTickets.others.contains(column.field),
        !column.field.hasPrefix("consent.")
      else { continue }
      details.append(
        (column.field, map.columns[column.index].name, String(decoding: values[place], as: UTF8.self)))
    }
    return PartyTicket(
      evidence: evidence, keys: keys.of(evidence), name: name, line: line, details: details)
  }

  /// Of the first column with this name; `nil` where there is none, or no value.
  private func text(_ field: String) -> String? {
    guard let place = columns.firstIndex(where: { $0.field == field }), !values[place].isEmpty else {
      return nil
    }
    return String(decoding: values[place], as: UTF8.self)
  }

  private static func items(_ text: String) -> [String] {
    // Most cells hold one address: no byte of a separator, and none that a line break might begin with.
    let isOne = text.utf8.allSatisfy {
      $0 >= 0x20 && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: ";") && $0 != 0xC2 && $0 != 0xE2
        && $0 != 0xE3
    }
    if isOne { return text.isEmpty ? [] : [text] }
    return text.split { $0 == "," || $0 == ";" || $0 == "、" || $0.isNewline }.map(String.init)
  }

  /// As mail can be sent to it; what is no address tells nobody.
  private static func address(_ text: String) -> String? {
    let trimmed = TextFolding.withoutSpaces(text)
    if EmailSyntax.check(trimmed) != .invalid { return trimmed }
    return EmailSyntax.repaired(trimmed)
  }
}
