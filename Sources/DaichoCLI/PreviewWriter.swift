import DaichoIndex
import DaichoMail
import DaichoModel
import DaichoRender
import DaichoWorkspace
import Foundation

/// Puts previews of mails where a person wants to look at them.
struct PreviewWriter {
  let session: Session
  let campaign: Campaign

  /// What a preview can be written as, by the name's ending.
  static func refuseUnknownEnding(_ path: String) throws(DaichoError) {
    let ending = URL(fileURLWithPath: path).pathExtension.lowercased()
    guard ["html", "htm", "eml", "txt"].contains(ending) else {
      throw .usage(.previewEnding(path), hint: .previewEndings)
    }
  }

  /// The plain-text part under the headers that matter.
  func show(_ preview: MailPreview) throws(DaichoError) {
    let style = session.terminal.style
    for (name, value) in PreviewPage.headers(preview) {
      try session.output.writeLine(style("\(name):", .bold) + " " + CellText.line(value))
    }
    try session.output.writeLine()
    try session.output.write(TextSafety.visible(preview.mail.text))
    if !preview.mail.text.hasSuffix("\n") { try session.output.writeLine() }
  }

  func write(_ preview: MailPreview, to path: String) throws(DaichoError) {
    let file = place(path, isFolder: false)
    let bytes: [UInt8] =
      switch file.pathExtension.lowercased() {
      case "eml": try preview.message.bytes()
      case "txt": Array(preview.mail.text.utf8)
      default: Array(PreviewPage(title: campaign.name, language: session.language).html(preview).utf8)
      }
    try PreviewWriter.save(bytes, to: file)
    try session.output.writeLine(file.path)
  }

  func folder(_ path: String) throws(DaichoError) -> PreviewFolder {
    try PreviewFolder(
      place(path, isFolder: true), PreviewPage(title: campaign.name, language: session.language))
  }

  private func place(_ path: String, isFolder: Bool) -> URL {
    URL(
      fileURLWithPath: path, isDirectory: isFolder,
      relativeTo: URL(fileURLWithPath: session.directory, isDirectory: true))
  }

  fileprivate static func save(_ bytes: [UInt8], to file: URL) throws(DaichoError) {
    do {
      try Data(bytes).write(to: file, options: .atomic)
    } catch {
      throw DaichoError.cannotWrite(file.path, error.localizedDescription)
    }
  }
}

/// Everybody's previews, and an index of them.
struct PreviewFolder {
  private let folder: URL
  private let page: PreviewPage
  private var rows: [String] = []

  fileprivate init(_ folder: URL, _ page: PreviewPage) throws(DaichoError) {
    self.folder = folder
    self.page = page
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw DaichoError.cannotWrite(folder.path, error.localizedDescription)
    }
  }

  mutating func add(_ preview: MailPreview) throws(DaichoError) {
    let name = preview.customer
    try PreviewWriter.save(preview.message.bytes(), to: folder.appendingPathComponent("\(name).eml"))
    try PreviewWriter.save(Array(page.html(preview).utf8), to: folder.appendingPathComponent("\(name).html"))
    rows.append(page.row(preview))
  }

  func finish(_ session: Session) throws(DaichoError) {
    guard !rows.isEmpty else { return }
    try PreviewWriter.save(Array(page.index(rows).utf8), to: folder.appendingPathComponent("index.html"))
    session.progressEnded()
    try session.output.writeLine(folder.path)
    session.messages.printNote(.previewsWritten(rows.count))
  }
}
