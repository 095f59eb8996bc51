import DaichoFiles
import DaichoModel
import DaichoWorkspace
import Foundation

/// `daicho import --watch`: imports what appears in a folder. What was imported goes to its subfolder `done`,
/// what could not be to `failed`, with the reason beside it.
struct FolderImport {
  let folder: String
  let encoding: SourceEncoding
  let global: GlobalOptions

  func run() throws {
    let session = Session(global)
    _ = try session.workspace()
    let base = URL(fileURLWithPath: session.directory, isDirectory: true)
    let path = URL(fileURLWithPath: folder, relativeTo: base).standardizedFileURL.path
    let watch = try FolderWatch(path)
    FolderWatch.stopOnInterrupt()
    session.messages.printNote(.watching(folder))
    while let name = watch.next() {
      let file = path + "/" + name
      switch Result(catching: { () throws(DaichoError) in try take(file, shownAs: name) }) {
      case .success: try move(file, name, to: "done")
      case .failure(let error):
        session.messages.print(error)
        let language = session.language
        let reason = ([error.message(language)] + error.details + [error.hint?(language)].compactMap(\.self))
          .joined(separator: "\n")
        try move(file, name, to: "failed", reason: reason)
      }
    }
    session.messages.printNote(.watchingEnded)
  }

  /// A session of its own, so that each file finds the register and the day as they are.
  private func take(_ path: String, shownAs name: String) throws(DaichoError) {
    let session = Session(global, yes: true)
    let workspace = try session.workspaceForWriting()
    let source = try SourceFile(path, shownAs: name, encoding: encoding)
    guard let mapped = try workspace.mappedByHeadings(source) else { throw .noMapFits(name) }
    session.messages.printNote(.taking(name, mapped.map))
    switch mapped.map.kind {
    case .orders: try session.report(workspace.importOrders([mapped], unknown: .create, dryRun: false))
    case .events:
      let plan = try workspace.planEvents(source, map: mapped.map.id)
      try session.report(workspace.record(plan, dryRun: false))
    case .suppressions:
      let plan = try workspace.planSuppressions(source, map: mapped.map.id, kind: nil)
      try session.report(workspace.record(plan, dryRun: false))
    case .customers, .companies, .products, .inquiries:
      guard let kind = Kind(rawValue: mapped.map.kind.rawValue) else { return }
      let plan = try workspace.planRecords(kind, from: source, map: mapped.map.id, updates: kind == .products)
      try session.report(workspace.record(plan, dryRun: false))
      session.messages.printNote(.recordsImported(plan))
    }
  }

  private func move(_ path: String, _ name: String, to subfolder: String, reason: String? = nil) throws {
    let target = folderPath(path) + "/" + subfolder
    try FileManager.default.createDirectory(atPath: target, withIntermediateDirectories: true)
    var free = target + "/" + name
    var number = 2
    while FileManager.default.fileExists(atPath: free) {
      let url = URL(fileURLWithPath: name)
      let stem = url.deletingPathExtension().lastPathComponent
      free = "\(target)/\(stem)-\(number)" + (url.pathExtension.isEmpty ? "" : "." + url.pathExtension)
      number += 1
    }
    try FileManager.default.moveItem(atPath: path, toPath: free)
    if let reason { try Data((reason + "\n").utf8).write(to: URL(fileURLWithPath: free + ".txt")) }
  }

  private func folderPath(_ path: String) -> String {
    URL(fileURLWithPath: path).deletingLastPathComponent().path
  }
}

extension Wording {
  static func watching(_ folder: String) -> Wording {
    Wording(
      en: "watching \(folder); imported files go to its subfolder 'done', the others to 'failed'; ^C ends it",
      ja: "\(folder)を見ています。取り込んだファイルは「done」へ、できなかったファイルは「failed」へ移します。^Cで終わります")
  }

  static let watchingEnded = Wording(en: "no longer watching", ja: "終了しました")

  static func taking(_ name: String, _ map: ImportMap) -> Wording {
    Wording(en: "\(name): \(map.kind.rawValue), by \(map.id)", ja: "\(name): \(map.kind.rawValue)（\(map.id)）")
  }
}

extension DaichoError {
  fileprivate static func noMapFits(_ name: String) -> DaichoError {
    DaichoError(
      "no-map", Wording(en: "no map fits this file's headings", ja: "このファイルの見出しに合う対応表がありません"),
      at: SourceLocation(path: name),
      hint: Wording(
        en: "'daicho import orders --guess FILE' proposes one",
        ja: "「daicho import orders --guess ファイル」で対応表の案を作れます"))
  }
}
