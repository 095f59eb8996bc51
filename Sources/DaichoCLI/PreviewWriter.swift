import DaichoMail
import DaichoModel
import DaichoRender
import DaichoWorkspace
import Foundation

/// Puts previews of mails where a person wants to look at them.
struct PreviewWriter {
  let session: Session
  let campaign: String

  /// What a preview can be written as, by the name's ending.
  static func refuseUnknownEnding(_ path: String) throws(DaichoError) {
    let ending = URL(fileURLWithPath: path).pathExtension.lowercased()
    guard ["html", "htm", "eml", "txt"].contains(ending) else {
      throw .usage(.previewEnding(path), hint: .previewEndings)
    }
  }

  /// The plain-text part under the headers that matter.
  func show(_ preview: MailPreview) throws {
    let style = session.terminal.style
    let headers = [
      ("From", from(preview)), ("To", preview.address), ("Subject", preview.mail.subject),
      ("Preheader", preview.mail.preheader ?? ""),
    ]
    for (name, value) in headers where !value.isEmpty {
      try session.output.writeLine(style("\(name):", .bold) + " " + CellText.line(value))
    }
    try session.output.writeLine()
    try session.output.write(TextSafety.visible(preview.mail.text))
    if !preview.mail.text.hasSuffix("\n") { try session.output.writeLine() }
  }

  private func from(_ preview: MailPreview) -> String {
    let from = preview.message.from
    return from.name.map { "\($0) <\(from.address)>" } ?? from.address
  }

  func write(_ preview: MailPreview, to path: String) throws {
    let file = URL(
      fileURLWithPath: path, relativeTo: URL(fileURLWithPath: session.directory, isDirectory: true))
    try save(preview, to: file)
    try session.output.writeLine(file.path)
  }

  func writeAll(_ previews: [MailPreview], into path: String) throws {
    let folder = URL(
      fileURLWithPath: path, relativeTo: URL(fileURLWithPath: session.directory, isDirectory: true))
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw DaichoError.cannotWrite(folder.path, error.localizedDescription)
    }
    for (index, preview) in previews.enumerated() {
      for ending in ["eml", "html"] {
        try save(preview, to: folder.appendingPathComponent("\(preview.customer).\(ending)"))
      }
      session.progress(.writingPreviews, done: index + 1, of: previews.count)
    }
    session.progressEnded()
    try session.output.writeLine(folder.path)
    session.messages.printNote(.previewsWritten(previews.count))
  }

  private func save(_ preview: MailPreview, to file: URL) throws {
    let bytes: [UInt8] =
      switch file.pathExtension.lowercased() {
      case "eml": try preview.message.bytes()
      case "txt": Array(preview.mail.text.utf8)
      default: Array(preview.mail.html.utf8)
      }
    do {
      try Data(bytes).write(to: file, options: .atomic)
    } catch {
      throw DaichoError.cannotWrite(file.path, error.localizedDescription)
    }
  }
}
