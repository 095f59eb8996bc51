import DaichoFiles
import DaichoGit
import DaichoModel
import Foundation

/// A workspace to be made.
package struct NewWorkspace {
  package let root: String
  package let name: String
  package let language: Language
  /// IANA name.
  package let timeZone: String
  /// The fingerprint of its key, where one was made.
  package let key: String?

  package init(root: String, name: String, language: Language, timeZone: String, key: String? = nil) {
    self.key = key
    self.root = root
    self.name = name
    self.language = language
    self.timeZone = timeZone
  }

  /// Makes the first files, and a repository where there is none. Files that are there already stay as
  /// they are. Returns the paths made; nothing is committed yet.
  package func make() throws(DaichoError) -> [String] {
    do {
      try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    } catch {
      throw .cannotMakeFolder(root, "\(error.localizedDescription)")
    }
    let present = try Repository.discover(from: root)
    let repository = if let present { present } else { try Repository.initialize(at: root) }
    let folder = try WorkspaceFolder(root: root)
    if try folder.status(Workspace.settingsFile) != nil, try isCommitted(repository) {
      throw .alreadyAWorkspace(root)
    }
    var made: [String] = []
    for (path, text) in files where try folder.status(path) == nil {
      if let slash = path.lastIndex(of: "/") { try folder.makeDirectory(String(path[..<slash])) }
      try folder.write(path, Array(text.utf8), expecting: .absent)
      made.append(path)
    }
    return made
  }

  /// The files a new workspace begins with.
  package var paths: [String] { files.map(\.0) }

  /// Whether git has daicho.yml: an earlier try may have ended before its commit.
  private func isCommitted(_ repository: Repository) throws(DaichoError) -> Bool {
    let real = URL(fileURLWithPath: root).resolvingSymlinksInPath().path
    let prefix = Workspace.prefix(of: real, in: repository.workDirectory)
    return try repository.blob(at: prefix + Workspace.settingsFile) != nil
  }

  private var files: [(String, String)] {
    [
      (Workspace.settingsFile, settings),
      ("segments/mailable.md", segment),
    ]
      + ["customers", "companies", "deals", "inquiries", "products", "campaigns", "orders", "events"].map {
        ("\($0)/.gitkeep", "")
      }
  }

  private var settings: String {
    let pipeline = """
      pipelines:
        default:
          - {stage: inquiry, probability: 0.1}
          - {stage: proposal, probability: 0.4, rot_after: 21 days}
          - {stage: negotiation, probability: 0.7, rot_after: 14 days}
          - {stage: won, probability: 1}
          - {stage: lost, probability: 0}
      """
    return """
      name: \(quoted(name))
      timezone: \(timeZone)
      currency: \(language == .ja ? "JPY" : "USD")
      locale: \(language.rawValue)
      counting: [paid, shipped, delivered]
      \(pipeline)

      """ + (key.map { "key: \"\($0)\"\n" } ?? "")
  }

  private func quoted(_ text: String) -> String {
    let isPlain = !text.isEmpty && text.unicodeScalars.allSatisfy { $0.properties.isAlphabetic || $0 == " " }
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return isPlain ? text : "\"\(escaped)\""
  }

  private var segment: String { NewWorkspace.firstSegment(language) }

  /// The segment a new workspace begins with, in every language.
  static let firstSegments = Language.allCases.map(firstSegment)

  private static func firstSegment(_ language: Language) -> String {
    switch language {
    case .ja:
      """
      ---
      name: メール配信できる人
      where: mailable
      ---
      同意があり、配信を止めていない人。ほかのセグメントの土台になります。

      """
    case .en:
      """
      ---
      name: People we may mail
      where: mailable
      ---
      Those who consented and have not unsubscribed. Other segments build on it.

      """
    }
  }
}
