import DaichoIndex
import DaichoModel
import DaichoTestSupport
import Foundation
import Testing

/// The segments of the example workspace, counted by hand.
struct ExampleSegmentTests {
  private static let example: String = {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return tests.deletingLastPathComponent().appending(path: "example-workspace").path
  }()

  private static func fixture() throws -> Fixture {
    let fixture = try Fixture(settings: "")
    try fixture.folder.remove("daicho.yml")
    for name in try FileManager.default.contentsOfDirectory(atPath: example) where !name.hasPrefix(".") {
      try FileManager.default.copyItem(atPath: "\(example)/\(name)", toPath: fixture.folder.path(of: name))
    }
    return fixture
  }

  @Test func hasTheSegmentsItSays() throws {
    let fixture = try ExampleSegmentTests.fixture()
    let expected = [
      "birthday-soon": 5, "bought-this-week": 4, "gift-buyers": 12, "lapsed-regulars": 7, "leads-to-call": 5,
      "no-consent": 6, "tokyo-customers": 20, "wholesale": 5,
    ]
    let index = try fixture.index()
    #expect(try index.segmentIDs().sorted() == expected.keys.sorted())
    for (segment, count) in expected {
      let summary = try index.segmentSummary(segment)
      #expect(summary.matching == count, "\(segment)")
      let explained = try index.explain(segment: segment)
      #expect(explained.clauses.last?.left == count, "\(segment)")
      if let mailable = summary.mailable {
        #expect(mailable + summary.unmailable.reduce(0) { $0 + $1.count } == count, "\(segment)")
      }
    }
  }

  /// Every column and every whole record can be asked for, of every kind.
  @Test(arguments: Kind.allCases)
  func everyKindCanBeAsked(kind: Kind) throws {
    let fixture = try ExampleSegmentTests.fixture()
    var count = 0
    try fixture.index().list(ListRequest(kind, showsAllColumns: true), columns: { _ in }) { row in
      count += 1
      #expect(!row.cells.isEmpty)
    }
    #expect(try fixture.index().count(of: kind) == count)
    #expect(try fixture.rows(ListRequest(kind)).count == count)
    _ = try fixture.index().search("つばめ", kinds: [kind])
  }

  @Test func itsIndexIsTheSameMadeAnew() throws {
    #expect(try ExampleSegmentTests.fixture().index().verify().isEmpty)
  }
}
