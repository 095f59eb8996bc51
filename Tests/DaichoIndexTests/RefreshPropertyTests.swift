import DaichoIndex
import DaichoTestSupport
import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whatever happens to the files, an index brought up to them equals one made anew.
struct RefreshPropertyTests {
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func anIndexKeptUpEqualsOneMadeAnew(seed: UInt64) throws {
    var walk = RandomWorkspace(fixture: try Fixture(), random: SplitMix64(seed: seed))
    try walk.begin()
    for step in 0..<60 {
      var done: [String] = []
      for _ in 0...Int.random(in: 0...3, using: &walk.random) { done.append(try walk.change()) }
      // The clock of one command may be behind or before that of the next.
      let shift = [0, 0, 0, -3_600_000, 30].randomElement(using: &walk.random) ?? 0
      let differences = try walk.fixture.index(shift: Int64(shift)).verify()
      #expect(differences.isEmpty, "seed \(seed), step \(step): \(done): \(differences.prefix(6))")
      if !differences.isEmpty { return }
    }
  }
}

extension RefreshPropertyTests {
  /// As `cp -p` or a restored backup leave a file: another content of the same size, with the old times.
  @Test func anotherContentWithTheOldTimesIsSeen() throws {
    let fixture = try Fixture()
    let path = fixture.folder.path(of: "customers/a.md")
    let times = [timespec(tv_sec: 1_700_000_000, tv_nsec: 5), timespec(tv_sec: 1_700_000_000, tv_nsec: 5)]
    for tag in ["one", "two", "six"] {
      try fixture.customer("a", "tags: [\(tag)]")
      #expect(utimensat(AT_FDCWD, path, times, 0) == 0)
      usleep(50_000)  // Past the time within which a file counts as still changing.
      #expect(try fixture.ids("tags has \(tag)") == ["a"])
    }
  }
}

/// A workspace to which random things happen, among them whatever makes several files depend on one.
struct RandomWorkspace {
  let fixture: Fixture
  var random: SplitMix64
  private var commits: [String] = []
  private var serial = 0

  init(fixture: Fixture, random: SplitMix64) {
    self.fixture = fixture
    self.random = random
  }

  private var git: Git { Git(in: fixture.folder.path) }

  mutating func begin() throws {
    try fixture.folder.write(".daicho/\n", to: ".gitignore")
    try git.initialize()
    for _ in 0..<12 { try writeRecord() }
    try appendOrders()
    commits.append(try git.commitAll("begin"))
  }

  mutating func change() throws -> String {
    switch pick(20) {
    case 0...5: return try writeRecord()
    case 6, 7: return try appendOrders()
    case 8: return try appendEvents()
    case 9: return try appendSends()
    case 10: return try rewriteLedger()
    case 11: return try renameFile()
    case 12: return try removeFile()
    case 13: return try renameFolder()
    case 14: return try duplicateID()
    case 15, 16: return try touch()
    case 17: return try breakFile()
    case 18:
      commits.append(try git.commitAll("step"))
      return "commit"
    default:
      _ = try git.commitAll("before checkout")
      guard let commit = commits.randomElement(using: &random) else { return "" }
      try git("checkout", "--quiet", "--force", commit)
      return "checkout"
    }
  }

  // MARK: Records

  private mutating func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }

  private mutating func one(_ choices: [String]) -> String { choices[pick(choices.count)] }

  private static let people = ["aki", "Ben", "カフェ", "dan", "eri", "佐藤", "gen", "ﾊﾅ"]
  private static let firms = ["tsubame", "Bluebird", "山彦"]
  private static let handles = ["a@x.example", "B@x.example", "c@x.example", "S-1", "S-2", "ﾃﾞﾝﾜ"]

  private mutating func folder(_ kind: String) -> String {
    one(["\(kind)", "\(kind)/old", "\(kind)/deep/er"])
  }

  @discardableResult private mutating func writeRecord() throws -> String {
    let path: String
    var lines = ["---"]
    switch pick(6) {
    case 0, 1, 2:
      path = try existing("customers/") ?? "\(folder("customers"))/\(one(RandomWorkspace.people)).md"
      lines += ["name: \(one(RandomWorkspace.people)) \(serial)"]
      if pick(3) > 0 {
        lines.append("email: [\(one(RandomWorkspace.handles)), \(one(RandomWorkspace.handles))]")
      }
      if pick(3) == 0 {
        lines.append("ids: {shop: \(one(RandomWorkspace.handles)), daicho: \(one(RandomWorkspace.people))}")
      }
      if pick(3) == 0 { lines.append("company: \(one(RandomWorkspace.firms))") }
      if pick(3) == 0 { lines.append("do_not_contact: \(one(["yes", "no", "perhaps"]))") }
      if pick(2) == 0 { lines.append("consent: [{channel: email, granted: 2026-0\(1 + pick(9))-01}]") }
      if pick(3) == 0 { lines.append("oddity: {deep: [1, {k: v}], n: \(pick(9))}") }
      if pick(3) == 0 { lines.append("visit: 2026-11-2\(pick(9)) 10:00") }
    case 3:
      path = try existing("companies/") ?? "\(folder("companies"))/\(one(RandomWorkspace.firms)).md"
      lines += ["name: (株)\(one(RandomWorkspace.firms))", "email: \(one(RandomWorkspace.handles))"]
      if pick(2) == 0 { lines.append("ids: {daicho: \(one(RandomWorkspace.firms))}") }
    case 4:
      path = "deals/d\(pick(4)).md"
      lines += [
        "title: d", "customer: \(one(RandomWorkspace.people))", "stage: \(one(["inquiry", "won", "lost"]))",
        "amount: \(pick(900))",
      ]
    default:
      path = "segments/s\(pick(3)).md"
      lines += ["name: s", "where: orders.count > \(pick(4))"]
    }
    lines += ["---", "Prose \(serial)", "", "## Log", ""]
    for _ in 0..<pick(3) { lines.append("- 2026-11-0\(1 + pick(9)) call @sato: words \(pick(99))") }
    serial += 1
    try write(lines, to: path)
    return "write \(path)"
  }

  /// As editors do: in place, or a new file in the place of the old.
  private mutating func write(_ lines: [String], to path: String) throws {
    if pick(2) == 0, fixture.folder.exists(path) {
      try fixture.write(lines, to: path + ".tmp")
      rename(fixture.folder.path(of: path + ".tmp"), fixture.folder.path(of: path))
    } else {
      try fixture.write(lines, to: path)
    }
  }

  private mutating func existing(_ prefix: String) throws -> String? {
    guard pick(3) == 0 else { return nil }
    return try files().filter { $0.hasPrefix(prefix) }.randomElement(using: &random)
  }

  private func files() throws -> [String] {
    try fixture.folder.list().filter { $0.hasSuffix(".md") || $0.hasSuffix(".csv") || $0.hasSuffix(".jsonl") }
  }

  // MARK: Ledgers

  private mutating func party() -> String {
    one(
      RandomWorkspace.people + RandomWorkspace.handles + RandomWorkspace.firms.map { "companies/\($0)" }
        + ["customers/aki", "companies/S-1", "nobody"])
  }

  private mutating func orderRow() -> String {
    "2026-\(one(["01", "06", "11", "12"]))-0\(1 + pick(9)),o\(pick(12)),\(one(["", "1", "2"])),\(party()),"
      + "\(pick(5000)),\(one(["", "paid", "placed", "cancelled", "shipped"])),\(one(["A", "B", ""])),"
      + "\(one(["", "USD", "EUR"])),\(one(["", "monthly"])),\(one(["x", ""]))"
  }

  @discardableResult private mutating func appendOrders() throws -> String {
    let path = "orders/2026-0\(1 + pick(3)).csv"
    if !fixture.folder.exists(path) {
      try fixture.write(["date,order,line,customer,amount,status,sku,currency,subscription,mood"], to: path)
    }
    var rows = ""
    for _ in 0...pick(5) { rows += orderRow() + "\n" }
    try fixture.folder.append(rows, to: path)
    return "append \(path)"
  }

  private mutating func appendEvents() throws -> String {
    let path = "events/2026-0\(1 + pick(2)).jsonl"
    var rows = ""
    for _ in 0...pick(3) {
      let kind = one(["open", "click", "unsubscribe", "bounce"])
      let who = pick(2) == 0 ? "\"customer\": \"\(party())\"" : "\"email\": \"\(party())\""
      rows +=
        "{\"id\": \"e\(pick(9))\", \"at\": \"2026-11-0\(1 + pick(9))T01:00:00Z\", \"kind\": \"\(kind)\", \(who)}\n"
    }
    try fixture.folder.append(rows, to: path)
    return "append \(path)"
  }

  private mutating func appendSends() throws -> String {
    let path = "sends/c\(pick(2)).jsonl"
    try fixture.folder.append(
      "{\"at\": \"2026-11-0\(1 + pick(9))T01:00:00Z\", \"campaign\": \"c\", \"customer\": \"\(party())\", "
        + "\"address\": \"\(one(RandomWorkspace.handles))\", \"state\": \"accepted\"}\n", to: path)
    return "append \(path)"
  }

  private mutating func rewriteLedger() throws -> String {
    guard let path = try files().filter({ !$0.hasSuffix(".md") }).randomElement(using: &random) else {
      return ""
    }
    let lines = try fixture.folder.read(path).split(separator: "\n").map(String.init)
    let start = path.hasSuffix(".csv") ? 1 : 0
    guard lines.count > start else { return "" }
    try write(Array(lines[..<start]) + lines[start...].shuffled(using: &random).dropLast(pick(3)), to: path)
    return "shuffle \(path)"
  }

  // MARK: Files and folders

  private mutating func renameFile() throws -> String {
    guard let path = try files().randomElement(using: &random) else { return "" }
    let folder = path.split(separator: "/").dropLast().joined(separator: "/")
    let name =
      path.hasSuffix(".md")
      ? "\(one(RandomWorkspace.people + RandomWorkspace.firms)).md"
      : "x\(pick(9))." + (path.hasSuffix(".csv") ? "csv" : "jsonl")
    rename(fixture.folder.path(of: path), fixture.folder.path(of: "\(folder)/\(name)"))
    return "rename \(path) \(name)"
  }

  private mutating func removeFile() throws -> String {
    guard let path = try files().randomElement(using: &random) else { return "" }
    try fixture.folder.remove(path)
    return "remove \(path)"
  }

  private mutating func renameFolder() throws -> String {
    let kind = one(["customers", "companies"])
    let (old, new) = pick(2) == 0 ? ("\(kind)/old", "\(kind)/new") : ("\(kind)/new", "\(kind)/old")
    guard fixture.folder.exists(old), !fixture.folder.exists(new) else { return "" }
    rename(fixture.folder.path(of: old), fixture.folder.path(of: new))
    return "rename \(old)"
  }

  private mutating func duplicateID() throws -> String {
    guard let path = try files().filter({ $0.hasSuffix(".md") }).randomElement(using: &random),
      let name = path.split(separator: "/").last, let kind = path.split(separator: "/").first
    else { return "" }
    let copy = "\(kind)/copies/\(name)"
    try fixture.folder.write(try fixture.folder.readBytes(path), to: copy)
    return "copy \(path)"
  }

  /// A time of change in the past or the future, or that of another file.
  private mutating func touch() throws -> String {
    guard let path = try files().randomElement(using: &random) else { return "" }
    let second = [0, 1_700_000_000, 1_700_000_000, 4_000_000_000][pick(4)]
    let time = timespec(tv_sec: second, tv_nsec: pick(2))
    let times = [time, time]
    let code = utimensat(AT_FDCWD, fixture.folder.path(of: path), times, 0)
    #expect(code == 0)
    return "touch \(path)"
  }

  private mutating func breakFile() throws -> String {
    guard let path = try files().filter({ $0.hasSuffix(".md") }).randomElement(using: &random) else {
      return ""
    }
    let choices = ["---\nname: [\n---\n", "---\nname: &a x\n", "no front matter \(serial)\n", ""]
    serial += 1
    try fixture.folder.write(one(choices), to: path)
    return "break \(path)"
  }
}
