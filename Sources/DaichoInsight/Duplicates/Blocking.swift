/// Chooses the pairs worth comparing: those that share something telling.
///
/// Standard blocking on several keys; in a block too big for comparing all with all, only neighbours in two
/// orders are (M. A. Hernández and S. J. Stolfo, "The Merge/Purge Problem for Large Databases", SIGMOD 1995), so
/// that five thousand people called 田中, or with one company's phone, cost five thousand times a little.
struct Blocking {
  private static let largest = 16
  private static let window = 4

  let table: TraitTable
  private var keys: [Key] = []

  private struct Key: Comparable {
    let hash: UInt64
    let record: Int32

    static func < (a: Key, b: Key) -> Bool { (a.hash, a.record) < (b.hash, b.record) }
  }

  init(_ table: TraitTable) {
    self.table = table
    keys.reserveCapacity(table.count * 14)
    for record in 0..<table.count { addKeys(of: record) }
    keys.sort()
  }

  /// Each pair once, the lesser record first, packed as `first << 32 | second`.
  func pairs() -> [UInt64] {
    let orders = [
      order { ($0.wholeReading, $0.whole, $0.birthday) }, order { ($0.birthday, $0.street, $0.given) },
    ]
    var pairs: [UInt64] = []
    var start = 0
    while start < keys.count {
      var end = start + 1
      while end < keys.count, keys[end].hash == keys[start].hash { end += 1 }
      if end - start > 1 { add(keys[start..<end].map(\.record), orders, to: &pairs) }
      start = end
    }
    pairs.sort()
    var last: UInt64?
    pairs.removeAll { pair in
      defer { last = pair }
      return pair == last
    }
    return pairs
  }

  private func add(_ block: [Int32], _ orders: [[Int32]], to pairs: inout [UInt64]) {
    func add(_ a: Int32, _ b: Int32) {
      guard a != b else { return }
      pairs.append(UInt64(min(a, b)) << 32 | UInt64(max(a, b)))
    }
    guard block.count > Blocking.largest else {
      for i in block.indices { for j in block[(i + 1)...] { add(block[i], j) } }
      return
    }
    for order in orders {
      let sorted = block.sorted { order[Int($0)] < order[Int($1)] }
      for i in sorted.indices {
        for j in sorted[(i + 1)...].prefix(Blocking.window) { add(sorted[i], j) }
      }
    }
  }

  /// The rank of every record in an order that puts like beside like.
  private func order(_ value: (TraitTable.Person) -> (Int32, Int32, Int32)) -> [Int32] {
    let keyed = table.persons.enumerated().map { record, person in
      let (first, second, third) = value(person)
      return (first, second, third, record)
    }
    var ranks = Array(repeating: Int32(0), count: table.count)
    for (rank, entry) in keyed.sorted(by: <).enumerated() { ranks[entry.3] = Int32(truncatingIfNeeded: rank) }
    return ranks
  }

  // MARK: Keys

  private enum Sort: UInt64 {
    case email = 1, mailbox, phone, id, name, sound, wholeName, wholeSound, stems, birthday, nameBirthday
    case nameArea, nameCompany, birthdayArea, street
  }

  private mutating func add(_ sort: Sort, _ record: Int, _ a: Int32, _ b: Int32 = 0) {
    // The finalizer of MurmurHash3.
    var hash = sort.rawValue << 58 ^ UInt64(UInt32(bitPattern: a)) << 29 ^ UInt64(UInt32(bitPattern: b))
    hash = (hash ^ hash >> 33) &* 0xff51_afd7_ed55_8ccd
    hash = (hash ^ hash >> 33) &* 0xc4ce_b9fe_1a85_ec53
    hash ^= hash >> 33
    keys.append(Key(hash: hash, record: Int32(truncatingIfNeeded: record)))
  }

  private mutating func addUnordered(_ sort: Sort, _ record: Int, _ a: Int32, _ b: Int32) {
    add(sort, record, min(a, b), max(a, b))
  }

  private mutating func addKeys(of record: Int) {
    let person = table.persons[record]
    for email in table.emails[record] { add(.email, record, email) }
    for mailbox in table.mailboxes[record] { add(.mailbox, record, mailbox) }
    for phone in table.phones[record] { add(.phone, record, phone) }
    for id in table.ids[record] { add(.id, record, id) }
    if person.whole > 0 { add(.wholeName, record, person.whole) }
    if person.wholeReading > 0 { add(.wholeSound, record, person.wholeReading) }
    if person.family > 0, person.given > 0 {
      addUnordered(.name, record, person.family, person.given)
      let stems = [stem(person.family, person.familyReading), stem(person.given, person.givenReading)]
      addUnordered(.stems, record, stems[0], stems[1])
    }
    if person.familyReading > 0, person.givenReading > 0 {
      addUnordered(.sound, record, person.familyReading, person.givenReading)
    }
    if person.birthday >= 10_000 {
      add(.birthday, record, person.birthday)
    }
    let area = person.postalCode > 0 ? person.postalCode : -person.city
    for (part, sound) in [(person.family, person.familyReading), (person.given, person.givenReading)] {
      let name = sound > 0 ? -sound : part
      guard name != 0 else { continue }
      if area != 0 { add(.nameArea, record, name, area) }
      if person.birthday > 0 { add(.nameBirthday, record, name, person.birthday % 10_000) }
      if person.company > 0 { add(.nameCompany, record, name, person.company) }
    }
    if person.birthday > 0, area != 0 { add(.birthdayArea, record, person.birthday, area) }
    if person.street > 0 { add(.street, record, person.street) }
  }

  /// The first scalars of a name, as a number.
  private func stem(_ name: Int32, _ reading: Int32) -> Int32 {
    let scalars = reading > 0 ? table.readings[reading] : table.names[name]
    var hash: UInt32 = 2_166_136_261
    for scalar in scalars.prefix(3) { hash = (hash ^ scalar) &* 16_777_619 }
    return Int32(bitPattern: hash)
  }
}
