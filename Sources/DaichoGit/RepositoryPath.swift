import DaichoModel

/// A path inside the repository that is safe to write: relative, `/`-separated, no component that is
/// empty, `.`, `..`, or that some file system takes for `.git`.
///
/// Compared by its bytes: to git, NFC and NFD are different names.
struct RepositoryPath {
  let string: String
  let components: [[UInt8]]

  init(_ string: String) throws(DaichoError) {
    self.string = string
    components = string.utf8.split(separator: 47, omittingEmptySubsequences: false).map(Array.init)
    let isSafe = components.allSatisfy { component in
      !component.isEmpty && !component.contains(0) && component != [46] && component != [46, 46]
        && !Self.isGitDirectory(component)
    }
    guard isSafe, string.utf8.count < 4096 else { throw .invalidPath(string) }
  }

  /// The folders above the file, outermost first.
  var folders: [String] {
    components.indices.dropFirst().map { end in
      String(decoding: Array(components[..<end].joined(separator: [47])), as: UTF8.self)
    }
  }

  /// `.git` as git's `verify_path` knows it: in any case, with characters HFS+ ignores, in NTFS's short
  /// form, with an NTFS stream or trailing dots and spaces.
  private static func isGitDirectory(_ component: [UInt8]) -> Bool {
    let ignored: Set<UInt32> = Set([0xFEFF]).union(0x200C...0x200F).union(0x202A...0x202E).union(
      0x206A...0x206F)
    var name = ""
    for scalar in String(decoding: component, as: UTF8.self).unicodeScalars
    where !ignored.contains(scalar.value) {
      name.unicodeScalars.append(scalar)
    }
    name = name.lowercased()
    if let stream = name.firstIndex(of: ":") { name = String(name[..<stream]) }
    while name.last == "." || name.last == " " { name.removeLast() }
    return name == ".git" || name == "git~1"
  }
}
