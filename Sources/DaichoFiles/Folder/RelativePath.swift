import DaichoModel

/// A path inside the workspace that cannot lead out of it: folders and a name, none of them empty,
/// `.`, `..` or `.git`.
struct RelativePath {
  let folders: [String]
  let name: String

  init(_ path: String) throws(DaichoError) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard let name = parts.last, parts.allSatisfy(RelativePath.allows) else {
      throw DaichoError("path-refused", .pathRefused(path))
    }
    folders = Array(parts.dropLast())
    self.name = name
  }

  private static func allows(_ part: String) -> Bool {
    guard !part.isEmpty, part != ".", part != "..", !part.utf8.contains(0) else { return false }
    return !(part.utf8.count == 4 && part.lowercased() == ".git")
  }
}
