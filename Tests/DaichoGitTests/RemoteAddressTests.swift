import DaichoModel
import Testing

@testable import DaichoGit

struct RemoteAddressTests {
  private func way(_ text: String) throws(DaichoError) -> RemoteAddress.Way {
    try RemoteAddress(text, relativeTo: "/home/sato/shop/").way
  }

  @Test func readsWhatGitReads() throws {
    #expect(try way("git@github.com:tsubame/shop.git") == .ssh(host: "github.com", port: 22, user: "git"))
    #expect(try way("ssh://sato@[::1]:2222/srv/shop.git") == .ssh(host: "::1", port: 2222, user: "sato"))
    #expect(try way("https://git.example:8443/shop") == .https(host: "git.example:8443", user: nil))
    #expect(try way("https://sato:secret@git.example/shop") == .https(host: "git.example", user: "sato"))
    #expect(try way("/srv/shop.git") == .folder("/srv/shop.git"))
    #expect(try way("file:///srv/shop.git") == .folder("/srv/shop.git"))
    #expect(try way("../shop.git") == .folder("/home/sato/shop/../shop.git"))
  }

  @Test func showsNoPassword() throws {
    let address = try RemoteAddress("https://sato:secret@git.example/shop", relativeTo: "/")
    #expect(address.shown == "https://git.example/shop")
  }

  @Test(arguments: [
    "", "ext::sh -c x", "http://git.example/shop", "git://git.example/shop", "ftp://git.example/x",
    "-oProxyCommand=x:y", "ssh://-oProxyCommand=x/y", "ssh://host:99999/x", "https:///x", "https://host",
    "file://host/x", "git@host:", "a\nb", "ssh://host",
  ])
  func refusesTheRest(_ text: String) {
    #expect(throws: DaichoError.self) { try way(text) }
  }
}
