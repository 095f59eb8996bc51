import DaichoModel

/// Reads many files of a workspace one after the other, keeping the folder of the last one open: files
/// that are neighbours cost one open each instead of one a folder.
///
/// As safe as `WorkspaceFolder.read`. Used from one thread.
package final class SequentialReader {
  private let workspace: WorkspaceFolder
  private var folders: [String] = []
  private var descriptor: Descriptor?

  package init(_ workspace: WorkspaceFolder) { self.workspace = workspace }

  package func read(_ path: String) throws(DaichoError) -> FileContents {
    let place = try RelativePath(path)
    if descriptor == nil || place.folders != folders {
      descriptor = nil
      descriptor = try workspace.openFolder(place.folders)
      folders = place.folders
    }
    guard let contents = try descriptor.read(place.name, in: workspace, path: path) else {
      return try workspace.read(path)
    }
    return contents
  }
}

extension Optional where Wrapped == Descriptor {
  fileprivate borrowing func read(
    _ name: String, in workspace: WorkspaceFolder, path: String
  ) throws(DaichoError) -> FileContents? {
    switch self {
    case .some(let folder): return try workspace.read(name, in: folder, path: path)
    case .none: return nil
    }
  }
}
