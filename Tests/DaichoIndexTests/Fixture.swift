import DaichoFiles
import DaichoIndex
import DaichoModel
import DaichoTestSupport
import Foundation
import Testing

/// A workspace in a temporary folder, asked as each command asks: by an index opened for that one moment.
struct Fixture {
  let folder: TemporaryFolder

  static let settings = """
    name: Test
    timezone: Asia/Tokyo
    currency: JPY
    rates: {USD: 150}
    members:
      sato: {name: 佐藤 健, email: sato@tsubame.example}
    pipelines:
      default:
        - {stage: inquiry, probability: 0.1}
        - {stage: won, probability: 1}
        - {stage: lost, probability: 0}
    fields:
      customers:
        visit: {type: datetime}
        size: {type: integer}
    """

  init(settings: String = Fixture.settings) throws {
    folder = try TemporaryFolder()
    try folder.write(settings, to: "daicho.yml")
  }

  func write(_ lines: [String], to path: String) throws {
    try folder.write(lines.joined(separator: "\n") + "\n", to: path)
  }

  func customer(_ id: String, _ fields: String..., log: [String] = []) throws {
    let body = log.isEmpty ? [] : ["", "## Log", ""] + log
    try write(["---", "name: \(id)"] + fields + ["---"] + body, to: "customers/\(id).md")
  }

  func orders(_ rows: String..., file: String = "orders/2026.csv") throws {
    try write(["date,order,line,customer,amount,status,sku,currency,subscription"] + rows, to: file)
  }

  /// The clock of the machine unless `at` shifts it, in milliseconds.
  func index(today: String = "2026-11-20", shift: Int64 = 0) throws -> WorkspaceIndex {
    let (settings, _) = SettingsReader.read(try folder.readBytes("daicho.yml"), path: "daicho.yml")
    let zone = try #require(ZoneOffsets(timeZone: settings.timeZone))
    let day = try #require(CalendarDate(typed: today))
    return WorkspaceIndex(
      files: try WorkspaceFolder(root: folder.path), root: folder.path, settings: settings,
      settingsHash: try folder.read("daicho.yml"),
      moment: Moment(epoch: Int64(Date().timeIntervalSince1970 * 1000) + shift, zone: zone, today: day),
      progress: nil)
  }

  func ids(_ filter: String, _ kind: Kind = .customers, today: String = "2026-11-20") throws -> [String] {
    let request = ListRequest(kind, filters: filter.isEmpty ? [] : [filter], columns: ["id"])
    return try rows(request, today: today).map(\.id)
  }

  func rows(_ request: ListRequest, today: String = "2026-11-20") throws -> [ListRow] {
    var rows: [ListRow] = []
    try index(today: today).list(request, columns: { _ in }) { rows.append($0) }
    return rows
  }

  /// Cells of one record, as JSON.
  func cells(_ id: String, _ columns: String..., kind: Kind = .customers, today: String = "2026-11-20") throws
    -> [String]
  {
    let rows = try rows(ListRequest(kind, columns: columns), today: today)
    return rows.first { $0.id == id }?.cells.map { $0.serialized() } ?? []
  }

  /// Everything JSON holds of one record, by column.
  func whole(_ id: String, _ kind: Kind = .customers) throws -> [String: String] {
    var names: [String] = []
    var found: [String: String] = [:]
    try index().list(ListRequest(kind, showsAllColumns: true), columns: { names = $0.map(\.key) }) { row in
      guard row.id == id else { return }
      for (name, cell) in zip(names, row.cells) { found[name] = cell.serialized() }
    }
    return found
  }

  func codes(today: String = "2026-11-20") throws -> [String] {
    try index(today: today).diagnostics().map(\.code)
  }
}
