import DaichoModel
import Foundation

extension Workspace {
  /// The nearest folder at or above `directory` that holds a daicho.yml.
  static func findRoot(from directory: String) -> String? {
    var path = URL(fileURLWithPath: directory).standardizedFileURL.resolvingSymlinksInPath().path
    while true {
      let base = path == "/" ? "" : path
      if FileManager.default.fileExists(atPath: "\(base)/\(settingsFile)") { return path }
      guard path != "/", !path.isEmpty else { return nil }
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
