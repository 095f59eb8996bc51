import DaichoFiles
import DaichoModel
import DaichoTestSupport
import Foundation
import Testing

struct PrivateFileTests {
  private func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.posixPermissions] as? Int) ?? -1
  }

  @Test func isThereWholeOrNotAtAll() throws {
    let folder = try TemporaryFolder()
    do {
      let file = try PrivateFile(folder.path(of: "a.csv"), replacing: false)
      try file.write(Array("half".utf8))
      #expect(!folder.exists("a.csv"))
    }
    #expect(try folder.list() == [])
    let file = try PrivateFile(folder.path(of: "a.csv"), replacing: false)
    try file.write(Array("whole".utf8))
    try file.finish()
    #expect(try folder.read("a.csv") == "whole")
    #expect(try folder.list() == ["a.csv"])
    #expect(try mode(folder.path(of: "a.csv")) == 0o600)
  }

  @Test func replacesOnlyWhenAskedTo() throws {
    let folder = try TemporaryFolder()
    try folder.write("old", to: "a.csv")
    let refused = #expect(throws: DaichoError.self) {
      _ = try PrivateFile(folder.path(of: "a.csv"), replacing: false)
    }
    #expect(refused?.code == "file-exists")
    let file = try PrivateFile(folder.path(of: "a.csv"), replacing: true)
    try file.write(Array("new".utf8))
    try file.finish()
    #expect(try folder.read("a.csv") == "new")
    #expect(try mode(folder.path(of: "a.csv")) == 0o600)
  }

  /// Somebody makes the file while the export is written.
  @Test func aNameTakenMeanwhileIsKept() throws {
    let folder = try TemporaryFolder()
    let file = try PrivateFile(folder.path(of: "a.csv"), replacing: false)
    try folder.write("theirs", to: "a.csv")
    let error = #expect(throws: DaichoError.self) { try file.finish() }
    #expect(error?.code == "file-exists")
    #expect(try folder.read("a.csv") == "theirs")
    #expect(try folder.list() == ["a.csv"])
  }

  /// A link of the name is replaced, not written through.
  @Test func aSymlinkIsNotFollowed() throws {
    let folder = try TemporaryFolder()
    try folder.write("kept", to: "target")
    try FileManager.default.createSymbolicLink(
      atPath: folder.path(of: "a.csv"), withDestinationPath: folder.path(of: "target"))
    #expect(throws: DaichoError.self) { _ = try PrivateFile(folder.path(of: "a.csv"), replacing: false) }
    let file = try PrivateFile(folder.path(of: "a.csv"), replacing: true)
    try file.write(Array("new".utf8))
    try file.finish()
    #expect(try folder.read("target") == "kept")
    #expect(try folder.read("a.csv") == "new")
  }

  @Test func aFolderIsThereWholeOrNotAtAll() throws {
    let folder = try TemporaryFolder()
    do {
      let export = try PrivateFolder(folder.path(of: "out"))
      try export.write("a/b.txt", Array("x".utf8))
    }
    #expect(try folder.list() == [])
    let export = try PrivateFolder(folder.path(of: "out"))
    try export.write("a/b.txt", Array("x".utf8))
    #expect(throws: DaichoError.self) { try export.write("../c.txt", []) }
    try export.finish()
    #expect(try folder.list() == ["out/a/b.txt"])
    #expect(try mode(folder.path(of: "out")) == 0o700)
    #expect(try mode(folder.path(of: "out/a/b.txt")) == 0o600)
    let refused = #expect(throws: DaichoError.self) { _ = try PrivateFolder(folder.path(of: "out")) }
    #expect(refused?.code == "folder-not-empty")
  }
}
