import ArgumentParser
import DaichoIndex
import DaichoModel
import DaichoWorkspace
import Foundation

/// What a shell offers when Tab is pressed: the ids of the workspace one is in.
enum Completions {
  static func ids(_ kinds: [Kind]) -> CompletionKind {
    .custom { words, index, prefix in
      let typed = prefix.isEmpty && words.indices.contains(index) ? words[index] : prefix
      return candidates(typed, kinds, words)
    }
  }

  private static func candidates(_ prefix: String, _ kinds: [Kind], _ words: [String]) -> [String] {
    let directories = zip(words, words.dropFirst()).filter { $0.0 == "-C" }.map(\.1)
    guard let workspace = try? Session(in: directories, color: .never).workspace() else { return [] }
    if let slash = prefix.firstIndex(of: "/"), let kind = Kind(rawValue: String(prefix[..<slash])) {
      let rest = String(prefix[prefix.index(after: slash)...])
      return workspace.index.completions(rest, kinds: [kind]).map { "\(kind.folder)/\($0)" }
    }
    return workspace.index.completions(prefix, kinds: kinds)
  }
}
