import Foundation

/// A certificate authority of this test run, by `openssl`, with a certificate for this machine and one for a
/// host that this machine is not.
package final class TestAuthority: Sendable {
  package struct Failure: Error { package let log: String }

  package static let isAvailable = Subprocess.find("openssl") != nil

  private static let made = Result { try TestAuthority() }
  package static func shared() throws -> TestAuthority { try made.get() }

  private let folder: TemporaryFolder

  /// What a client trusts.
  package var certificates: String { folder.path(of: "authority.pem") }

  package enum Host: String, Sendable, CaseIterable { case localhost, elsewhere = "elsewhere.example" }

  package func certificate(of host: Host) -> String { folder.path(of: "\(host.rawValue).pem") }
  package func key(of host: Host) -> String { folder.path(of: "\(host.rawValue).key") }

  private init() throws {
    folder = try TemporaryFolder(named: "daicho-authority")
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
    try openssl(
      "req -x509 \(key) -keyout authority.key -out authority.pem -days 30 -subj /CN=daicho-tests "
        + "-addext basicConstraints=critical,CA:TRUE")
    for host in Host.allCases {
      let name = host.rawValue
      try openssl("req \(key) -keyout \(name).key -out request.pem -subj /CN=\(name)")
      let addresses = host == .localhost ? ",IP:127.0.0.1" : ""
      try folder.write("subjectAltName=DNS:\(name)\(addresses)\n", to: "extensions")
      try openssl(
        "x509 -req -in request.pem -CA authority.pem -CAkey authority.key -CAcreateserial -out \(name).pem "
          + "-days 30 -extfile extensions")
    }
  }

  private func openssl(_ arguments: String) throws {
    let result = try Subprocess.run(
      "openssl", arguments.split(separator: " ").map(String.init), in: folder.path)
    if result.status != 0 { throw Failure(log: result.stderr) }
  }
}
