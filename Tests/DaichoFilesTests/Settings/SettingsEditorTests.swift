import DaichoFiles
import DaichoModel
import Testing

struct SettingsEditorTests {
  private func edited(_ text: String, _ changes: [SettingsEditor.Change]) throws -> String {
    String(
      decoding: try SettingsEditor.apply(changes, to: Array(text.utf8), path: "daicho.yml"), as: UTF8.self)
  }

  @Test(arguments: [
    ("name: x\n", "name: x\nkey: "), ("name: x", "name: x\nkey: "), ("name: x\r\n", "name: x\r\nkey: "),
    ("# ours\n---\nname: x\n", "# ours\n---\nname: x\nkey: "), ("", "key: "),
    ("\u{FEFF}name: x\n", "\u{FEFF}name: x\nkey: "),
  ])
  func addsTheKeyAndNothingElse(_ text: String, _ start: String) throws {
    let result = try edited(text, [.key("3f9c0b5e8d21a764")])
    #expect(result.unicodeScalars.starts(with: start.unicodeScalars))
    let (settings, diagnostics) = SettingsReader.read(Array(result.utf8), path: "daicho.yml")
    #expect(settings.key == "3f9c0b5e8d21a764")
    #expect(diagnostics.isEmpty)
  }

  @Test func replacesAKeyInPlaceAndRetiresTheOld() throws {
    let text = """
      name: x   # ours
      key: "1111111111111111"  # made in March
      senders: {shop: {from: a@example.com}}
      # the end

      """
    let result = try edited(text, [.key("1234567890123456"), .retiredKey("1111111111111111")])
    #expect(result.contains("  # made in March\n"))
    #expect(result.hasPrefix("name: x   # ours\nkey: "))
    #expect(result.contains("senders: {shop: {from: a@example.com}}\n"))
    let (settings, _) = SettingsReader.read(Array(result.utf8), path: "daicho.yml")
    #expect(settings.key == "1234567890123456")
    #expect(settings.retiredKeys == ["1111111111111111"])
    let again = try edited(result, [.key("00000000000000e1"), .retiredKey("1234567890123456")])
    let (later, diagnostics) = SettingsReader.read(Array(again.utf8), path: "daicho.yml")
    #expect(later.retiredKeys == ["1111111111111111", "1234567890123456"])
    #expect(later.key == "00000000000000e1")
    #expect(diagnostics.isEmpty)
  }

  @Test func namesTheLineOfDaichoYML() throws {
    let error = #expect(throws: DaichoError.self) { try edited("name: x\nname: y\n", [.key("x")]) }
    #expect(error?.location?.position?.line == 2)
  }

  @Test(arguments: ["key: abc", "key: 3F9C0B5E8D21A764", "key: [a]", "retired_keys: [x]"])
  func refusesWhatIsNoFingerprint(_ line: String) {
    let (settings, diagnostics) = SettingsReader.read(Array("name: x\n\(line)\n".utf8), path: "daicho.yml")
    #expect(settings.key == nil && settings.retiredKeys.isEmpty)
    #expect(diagnostics.map(\.code) == ["wrong-type"])
  }

  @Test func callsTheKeyItselfASecret() {
    let text = "name: x\nkey: daicho-key-1-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n"
    let (_, diagnostics) = SettingsReader.read(Array(text.utf8), path: "daicho.yml")
    #expect(diagnostics.map(\.code) == ["secret-in-workspace"])
  }
}
