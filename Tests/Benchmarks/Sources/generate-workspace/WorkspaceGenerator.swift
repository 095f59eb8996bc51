/// Writes a workspace: settings, records of every common kind, orders and events.
struct WorkspaceGenerator {
  static let productCount = 200
  static let months = 36

  let customers: Int
  let until: Day
  let files: FileWriter
  var random: SplitMix64

  init(customers: Int, seed: UInt64, until: Day, files: FileWriter) {
    self.customers = customers
    self.until = until
    self.files = files
    random = SplitMix64(seed: seed)
  }

  var companies: Int { max(1, customers / 100) }

  mutating func run() throws(FileError) {
    try writeSettings()
    for index in 0..<WorkspaceGenerator.productCount { try writeProduct(index) }
    for index in 0..<companies { try writeCompany(index) }
    for index in 0..<customers { try writeCustomer(index) }
    for index in 0..<customers / 10 { try writeDeal(index) }
    for index in 0..<customers / 20 { try writeInquiry(index) }
    try writeSegments()
    try writeCampaigns()
    try writeOrders()
    try writeEvents()
  }

  /// One of 256 subfolders, so that no folder grows too large for git.
  func shard(_ index: Int) -> String {
    let hex = String(index % 256, radix: 16)
    return hex.utf8.count == 1 ? "0" + hex : hex
  }

  func name(_ customer: Int) -> (family: JapaneseName, given: JapaneseName) {
    // A hash of the index: names must be known again wherever the customer is referred to.
    var own = SplitMix64(seed: UInt64(customer))
    return (own.pick(JapaneseName.families), own.pick(JapaneseName.givens))
  }

  func customerID(_ index: Int) -> String {
    let (family, given) = name(index)
    return "\(given.romaji)-\(family.romaji)-\(digits(index, 6))"
  }

  func companyID(_ index: Int) -> String { "company-\(digits(index, 5))" }

  func productID(_ index: Int) -> String {
    "\(Vocabulary.origins[index % Vocabulary.origins.count].0)-\(digits(index, 3))"
  }

  func sku(_ index: Int) -> String {
    "\(Vocabulary.origins[index % Vocabulary.origins.count].1)-\(digits(index, 3))"
  }

  func price(_ index: Int) -> Int { 800 + index * 37 % 40 * 100 }

  /// A day of the last `span` days.
  mutating func day(within span: Int) -> Day { until - random.below(span) }

  mutating func clock(from first: Int = 9, to last: Int = 19) -> String {
    "\(digits(first + random.below(last - first), 2)):\(digits(random.below(60), 2))"
  }

  /// A log of `count` entries and perhaps a task, oldest first.
  mutating func log(_ count: Int, within span: Int, taskChance: Int) -> String {
    var days: [Day] = []
    for _ in 0..<count { days.append(day(within: span)) }
    var lines = ["", "## Log", ""]
    for day in days.sorted() {
      let direction = random.pick(["", " in", " out"])
      let channel = random.pick(Vocabulary.contacts)
      let isJapanese = !channel.utf8.allSatisfy { $0 < 0x80 }
      let member = random.chance(70) ? " @\(random.pick(Vocabulary.members))" : ""
      lines.append(
        "- \(day) \(clock()) \(channel)\(isJapanese ? "" : direction)\(member): \(random.pick(Vocabulary.notes))"
      )
    }
    if random.chance(taskChance) {
      let mark = random.chance(60) ? "x" : " "
      let member = random.pick(Vocabulary.members)
      lines.append("- [\(mark)] \(day(within: span) + 14) @\(member): \(random.pick(Vocabulary.tasks))")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
