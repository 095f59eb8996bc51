import DaichoGit
import Testing

struct ObjectIDTests {
  @Test func readsAndWritesHex() throws {
    let hex = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
    let id = try #require(ObjectID(hex))
    #expect(id.description == hex)
    #expect(try Repository.blobID(of: []) == id)
    #expect(ObjectID(hex.dropLast()) == nil)
    #expect(ObjectID(hex.dropLast() + "g") == nil)
  }
}
