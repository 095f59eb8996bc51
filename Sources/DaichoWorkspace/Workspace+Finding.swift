import DaichoFiles
import DaichoModel
import Foundation

extension Workspace {
  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Where the value of a top-level setting stands.
  static func place(of setting: String, in bytes: [UInt8]) -> SourcePosition? {
    let lines = String(decoding: bytes, as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (number, line) in lines.enumerated() where line.hasPrefix(setting + ":") {
      let value = line.dropFirst(setting.count + 1)
      let blanks = value.prefix { $0 == " " || $0 == "\t" }.count
      return SourcePosition(line: number + 1, column: setting.count + 2 + blanks)
    }
    return nil
  }

  /// The language of the workspace that holds `directory`, if there is one: for messages about a command
  /// line that names no command.
  package static func language(containing directory: String) -> Language? {
    guard let root = findRoot(from: directory), let folder = try? WorkspaceFolder(root: root),
      let bytes = try? folder.read(settingsFile).bytes
    else { return nil }
    return SettingsReader.read(bytes, path: settingsFile).0.language
  }

  /// The nearest folder at or above `directory` that holds a daicho.yml.
  static func findRoot(from directory: String) -> String? {
    guard isFolder(directory) else { return nil }
    var path = URL(fileURLWithPath: directory).standardizedFileURL.resolvingSymlinksInPath().path
    while true {
      let base = path == "/" ? "" : path
      if FileManager.default.fileExists(atPath: "\(base)/\(settingsFile)") { return path }
      // A folder that was removed while somebody is in it has no absolute path, and no end of parents.
      guard path.hasPrefix("/"), path != "/" else { return nil }
      path = URL(fileURLWithPath: path).deletingLastPathComponent().path
    }
  }

  static func prefix(of root: String, in workDirectory: String?) -> String {
    guard let workDirectory else { return "" }
    let top = URL(fileURLWithPath: workDirectory).resolvingSymlinksInPath().path
    guard root != top, root.hasPrefix(top == "/" ? "/" : top + "/") else { return "" }
    return root.dropFirst(top == "/" ? 1 : top.utf8.count + 1) + "/"
  }
}
