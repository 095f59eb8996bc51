import DaichoFiles
import DaichoTestSupport
import Testing

struct StableUUIDTests {
  @Test func staysAndKeepsItsPartsApart() {
    let uuid = StableUUID.make("task", "Tsubame", "a")
    #expect(uuid == StableUUID.make("task", "Tsubame", "a"))
    #expect(uuid != StableUUID.make("task", "Tsubamea", ""))
    #expect(uuid.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
  }

  @Test(.enabled(if: Python.isAvailable)) func isWhatPythonMakesOfIt() throws {
    let uuid = try Python.run(
      """
      import hashlib, uuid
      text = ''.join(f'{len(p.encode())}:{p}' for p in ['task', '喫茶つばめ', 'a'])
      n = int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], 'big')
      n = n & ~(0xF << 76) | 8 << 76
      n = n & ~(3 << 62) | 2 << 62
      print(uuid.UUID(int=n), end='')
      """)
    #expect(StableUUID.make("task", "喫茶つばめ", "a") == uuid)
  }
}
