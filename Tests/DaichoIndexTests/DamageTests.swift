import DaichoIndex
import DaichoModel
import DaichoTestSupport
import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Whatever stands in the place of the index: the answers are those of one made anew.
struct DamageTests {
  private static let place = ".daicho/index.sqlite"

  private func filled() throws -> Fixture {
    let fixture = try Fixture()
    for number in 0..<60 {
      try fixture.customer(
        "c\(number)", "email: c\(number)@x.example", "tags: [gift, t\(number % 7)]",
        log: ["- 2026-11-0\(1 + number % 9) call @sato: talked about order \(number)"])
    }
    try fixture.orders("2026-11-01,1,1,c1,100,paid,A,,", "2026-11-02,2,1,c2@x.example,250,paid,B,,")
    return fixture
  }

  private func answers(_ fixture: Fixture, _ index: WorkspaceIndex) throws -> [String] {
    var found: [String] = []
    try index.list(ListRequest(.customers, showsAllColumns: true), columns: { _ in }) { row in
      found.append(row.id + row.cells.map { $0.serialized() }.joined(separator: " "))
    }
    try index.list(
      ListRequest(
        .customers, filters: ["orders.total > 200 or tags has t3"], columns: ["id", "last_contact"]),
      columns: { _ in }
    ) { row in found.append(row.id + row.cells.map { $0.serialized() }.joined()) }
    return found + (try index.search("order 7", kinds: [.customers]).map(\.path))
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func randomBytesInPages(seed: UInt64) throws {
    let fixture = try filled()
    let right = try answers(fixture, fixture.index())
    var random = SplitMix64(seed: seed)
    let whole = try fixture.folder.readBytes(DamageTests.place)
    for round in 0..<25 {
      var bytes = whole
      for suffix in ["-wal", "-shm"] where fixture.folder.exists(DamageTests.place + suffix) {
        try fixture.folder.remove(DamageTests.place + suffix)
      }
      // A page's header decides how the rest is read; cells that are merely other text are no damage that
      // anything but a comparison could find.
      for _ in 0...Int.random(in: 0...3, using: &random) {
        let page = Int.random(in: 0..<(bytes.count / 4096), using: &random)
        for offset in 0..<16 { bytes[page * 4096 + offset] = UInt8.random(in: 0...255, using: &random) }
      }
      try fixture.folder.write(bytes, to: DamageTests.place)
      #expect(try answers(fixture, fixture.index()) == right, "seed \(seed), round \(round)")
    }
  }

  @Test(arguments: [0, 1, 100, 4095, 4096, 20_000])
  func cutOff(length: Int) throws {
    let fixture = try filled()
    let right = try answers(fixture, fixture.index())
    try fixture.folder.write(
      Array(try fixture.folder.readBytes(DamageTests.place).prefix(length)), to: DamageTests.place)
    #expect(try answers(fixture, fixture.index()) == right)
  }

  @Test func foreignNewerAndMissing() throws {
    let fixture = try filled()
    let right = try answers(fixture, fixture.index())
    let ours = try fixture.folder.readBytes(DamageTests.place)
    var newer = ours
    newer[63] = 99  // PRAGMA user_version, big-endian at 60
    var foreign = ours
    foreign[68] = 0  // PRAGMA application_id, at 68
    for bytes in [newer, foreign, Array("not a database, but a letter".utf8), []] {
      try fixture.folder.write(bytes, to: DamageTests.place)
      #expect(try answers(fixture, fixture.index()) == right)
    }
    try fixture.folder.remove(".daicho")
    #expect(try answers(fixture, fixture.index()) == right)
    #expect(try fixture.folder.read(".daicho/.gitignore") == "*\n")
  }

  @Test(.enabled(if: Python.isAvailable)) func aTableThatIsGone() throws {
    let fixture = try filled()
    let right = try answers(fixture, fixture.index())
    for table in ["order_totals", "field_values", "structures", "folders", "meta", "customers"] {
      _ = try Python.run(
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('DROP TABLE ' + sys.argv[2]); c.commit()",
        [fixture.folder.path(of: DamageTests.place), table])
      #expect(try answers(fixture, fixture.index()) == right, "\(table)")
    }
  }

  @Test func otherSettingsMakeItAnew() throws {
    let fixture = try filled()
    _ = try fixture.ids("")
    try fixture.folder.write(
      Fixture.settings.replacing("size: {type: integer}", with: "size: {type: text}"), to: "daicho.yml")
    #expect(try fixture.index().verify().isEmpty)
  }

  @Test(.enabled(if: getuid() != 0, "root may write everywhere"))
  func aFolderThatCannotBeWrittenTo() throws {
    let fixture = try filled()
    let right = try answers(fixture, fixture.index())
    try fixture.folder.remove(".daicho")
    chmod(fixture.folder.path, 0o555)
    defer { chmod(fixture.folder.path, 0o755) }
    let index = try fixture.index()
    #expect(try answers(fixture, index) == right)
    #expect(index.warnings.count == 1)
  }

  @Test func aCacheFolderThatIsAFile() throws {
    let fixture = try filled()
    try fixture.folder.write("mine", to: ".daicho")
    let index = try fixture.index()
    #expect(try answers(fixture, index).count > 60)
    #expect(index.warnings.count == 1)
    #expect(try fixture.folder.read(".daicho") == "mine")
  }

  /// Commands that begin at the same moment, over files that change under them.
  @Test func manyAtOnce() async throws {
    let fixture = try filled()
    for round in 0..<6 {
      if round % 3 == 2 { try fixture.folder.remove(".daicho") }
      for number in 0..<10 { try fixture.customer("c\(number)", "email: r\(round)n\(number)@x.example") }
      try await withThrowingTaskGroup(of: [String].self) { group in
        for _ in 0..<4 {
          group.addTask { try fixture.ids("email contains r\(round)") }
        }
        for try await found in group { #expect(found.count == 10, "round \(round)") }
      }
      #expect(try fixture.index().verify().isEmpty, "round \(round)")
    }
  }
}
