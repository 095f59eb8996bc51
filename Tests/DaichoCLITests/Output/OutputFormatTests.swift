import DaichoCLI
import DaichoModel
import Testing

struct OutputFormatTests {
  @Test func readsEveryName() throws {
    for format in OutputFormat.allCases {
      #expect(try OutputFormat(typed: format.rawValue) == format)
      #expect(try OutputFormat(typed: format.rawValue.uppercased()) == format)
    }
  }

  @Test func namesTheChoices() {
    let error = #expect(throws: DaichoError.self) { try OutputFormat(typed: "xml") }
    #expect(error?.code == "unknown-format")
    #expect(error?.hint?.ja.contains("table, json, jsonl, csv, tsv, ids") == true)
  }
}
