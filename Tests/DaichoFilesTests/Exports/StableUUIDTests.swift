import DaichoFiles
import Testing

struct StableUUIDTests {
  @Test func identifiersStayAndKeepTheirPartsApart() {
    let uuid = StableUUID.make("task", "Tsubame", "a")
    #expect(uuid == StableUUID.make("task", "Tsubame", "a"))
    #expect(uuid != StableUUID.make("task", "Tsubamea", ""))
    #expect(uuid.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
  }
}
