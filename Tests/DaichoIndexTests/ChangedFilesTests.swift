import DaichoFiles
import Testing

@testable import DaichoIndex

/// When the index is made anew instead of brought up to the files.
struct ChangedFilesTests {
  /// `names` with their sizes; the second number is the time.
  private func listing(_ path: String, _ files: [(name: String, size: Int64, time: Int64)])
    -> DirectoryListing
  {
    var packed: [UInt8] = []
    func add(_ value: some FixedWidthInteger) {
      withUnsafeBytes(of: value.littleEndian) { packed.append(contentsOf: $0) }
    }
    for file in files {
      add(UInt16(file.name.utf8.count))
      packed += file.name.utf8
      packed.append(FileStatus.Kind.file.rawValue)
      add(file.size)
      add(file.time)
      add(UInt64(7))
    }
    return DirectoryListing(path: path, packed: packed)
  }

  private func customers(_ count: Int, time: Int64 = 1) -> DirectoryListing {
    listing("customers/1", (0..<count).map { ("customer-\($0 + 100_000).md", 300, time) })
  }

  private func ledgers(_ count: Int, changed: Int) -> DirectoryListing {
    listing("orders", (0..<count).map { ("\($0).csv", 2 << 20, $0 < changed ? 2 : 1) })
  }

  private func costMoreThanAll(_ before: [DirectoryListing], _ now: [DirectoryListing]) -> Bool {
    let stored = Dictionary(uniqueKeysWithValues: before.map { ($0.path, $0.packed) })
    return ChangedFiles(stored: stored, found: now).costMoreThanAll
  }

  @Test func manyBytesOfLedgersAreReadAnew() {
    let people = customers(10_000)
    let before = [people, ledgers(36, changed: 0)]
    #expect(!costMoreThanAll(before, [people, ledgers(36, changed: 1)]))
    #expect(!costMoreThanAll(before, [people, ledgers(36, changed: 4)]))
    #expect(costMoreThanAll(before, [people, ledgers(36, changed: 9)]))
    #expect(costMoreThanAll(before, [people, ledgers(36, changed: 36)]))
    // Those that are gone take their rows with them.
    #expect(costMoreThanAll(before, [people]))
  }

  /// Where records are most of the work, ledgers may change for longer.
  @Test func manyRecordsWeighAgainstIt() {
    let people = customers(300_000)
    #expect(!costMoreThanAll([people, ledgers(10, changed: 0)], [people, ledgers(10, changed: 10)]))
    #expect(costMoreThanAll([people, ledgers(60, changed: 0)], [people, ledgers(60, changed: 60)]))
  }

  @Test func manyRecordsAreReadAnew() {
    let ledger = ledgers(1, changed: 0)
    #expect(costMoreThanAll([customers(10_000), ledger], [customers(10_000, time: 2), ledger]))
    #expect(!costMoreThanAll([customers(1_000), ledger], [customers(1_000, time: 2), ledger]))
  }
}
