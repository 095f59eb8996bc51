import DaichoModel
import DaichoTestSupport
import Foundation
import Testing

@testable import DaichoMail

struct FolderCourierTests {
  private let folder: TemporaryFolder
  private let envelope: Envelope

  init() throws {
    folder = try TemporaryFolder()
    envelope = Envelope(
      returnPath: try MailAddress(address: "b+x@tsubame.example"),
      recipient: try MailAddress(address: "a@example.jp"))
  }

  private let message = Array("Subject: x\r\nMessage-ID: <k3y@tsubame.example>\r\n\r\nhello\r\n".utf8)

  private func courier(_ form: DeliverySettings.Outbox.Form, _ path: String = "out/box") -> FolderCourier {
    FolderCourier(.init(form: form, path: "~/x"), at: folder.path(of: path), seconds: 1_795_000_000)
  }

  @Test func fillsAMaildir() throws {
    let courier = courier(.maildir)
    for _ in 1...2 { #expect("\(courier.deliver(message, envelope))".hasPrefix("accepted")) }
    #expect(
      try folder.list() == ["out/box/new/1795000000.k3y-2.daicho", "out/box/new/1795000000.k3y.daicho"])
    // A reader that knows Maildirs.
    let script = """
      import sys, mailbox
      for m in mailbox.Maildir(sys.argv[1], create=False):
          print(m["return-path"], m["delivered-to"], m["subject"], m.get_payload().strip())
      """
    if Python.isAvailable {
      let line = "<b+x@tsubame.example> a@example.jp x hello\n"
      #expect(try Python.run(script, [folder.path(of: "out/box")]) == line + line)
    }
  }

  @Test func fillsAFolder() throws {
    let courier = courier(.eml)
    for _ in 1...2 { _ = courier.deliver(message, envelope) }
    _ = courier.deliver(Array("Subject: y\n\n.".utf8), envelope)
    let names = try folder.list("out/box")
    #expect(names.count == 3 && names.contains("k3y.eml") && names.contains("k3y-2.eml"))
    let other = try #require(names.first { !$0.hasPrefix("k3y") })
    #expect(
      try folder.read("out/box/\(other)")
        == "Return-Path: <b+x@tsubame.example>\r\nDelivered-To: a@example.jp\r\nSubject: y\r\n\r\n.\r\n")
  }

  @Test(arguments: ["../../../etc/x", "a/b", String(repeating: "a", count: 300), ""])
  func takesNoPathFromAMessage(key: String) throws {
    let message = Array("Message-ID: <\(key)@x>\r\n\r\n".utf8)
    #expect("\(courier(.eml).deliver(message, envelope))".hasPrefix("accepted"))
    #expect(try folder.list().map { $0.split(separator: "/").count } == [3])
  }

  @Test func isForItsOwnerAlone() throws {
    _ = courier(.eml).deliver(message, envelope)
    for (path, mode) in [("out/box", 0o700), ("out/box/k3y.eml", 0o600)] {
      let found = try FileManager.default.attributesOfItem(atPath: folder.path(of: path))[.posixPermissions]
      #expect((found as? NSNumber)?.intValue == mode)
    }
  }

  @Test func saysWhereItCannotWrite() throws {
    try folder.write("a file", to: "out")
    guard case .notDelivered(let cause) = courier(.maildir).deliver(message, envelope) else {
      Issue.record("kept in a file")
      return
    }
    #expect(cause.code == "outbox-not-writable" && !cause.message.en.contains("example.jp"))
  }
}
