import DaichoFiles
import DaichoModel
import DaichoWorkspace
import Foundation

/// Where an export is written to: standard output, or a file of its own that appears when it is whole.
final class ExportOutput {
  let sink: OutputSink
  private let session: Session
  private let file: PrivateFile?

  init(_ options: ExportOptions, session: Session, workspace: Workspace) throws(DaichoError) {
    self.session = session
    guard let typed = options.output, typed != "-" else {
      (file, sink) = (nil, session.output)
      return
    }
    let path = ExportOutput.absolute(typed, in: session.directory)
    try workspace.refuseExport(to: path)
    let file = try PrivateFile(path, replacing: options.force)
    self.file = file
    sink = OutputSink(descriptor: file.descriptor)
  }

  static func absolute(_ typed: String, in directory: String) -> String {
    URL(fileURLWithPath: typed, relativeTo: URL(fileURLWithPath: directory, isDirectory: true))
      .standardizedFileURL.path
  }

  /// Gives the file its name, and says what was written.
  func finish(
    _ written: Wording, workspace: Workspace, holdsPersonalData: Bool = true
  ) throws(DaichoError) {
    if let file {
      try sink.finish()
      try file.finish()
    }
    try session.finish()
    guard let file else { return }
    session.messages.printNote(.wrote(written, to: file.path))
    if holdsPersonalData, workspace.isInside(file.path) { session.messages.printWarning(.exportInWorkTree) }
  }
}
