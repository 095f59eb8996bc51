import DaichoModel

/// What a person may be known by at a remote. Taken from the person's own environment and files, never from
/// the repository.
package struct RemoteAccess: Sendable {
  package struct Login: Sendable {
    package var user: String
    package var password: String

    package init(user: String, password: String) { (self.user, self.password) = (user, password) }
  }

  /// For an ssh address that names no user.
  package var userName: String?
  /// The folder with the ssh keys, `~/.ssh`.
  package var keyFolder: String?
  /// Whether an ssh agent is to be asked.
  package var hasAgent: Bool
  /// For a host of https, written with its port where it has one; the second argument is the user that the
  /// address names. Asked once a connection.
  package var login: @Sendable (String, String?) -> Result<Login?, DaichoError>
  /// A file of certificates to trust besides the system's.
  package var certificates: String?
  /// The address of a proxy for https.
  package var proxy: String?
  /// How long the remote may say nothing before it is given up.
  package var patience: Duration = .seconds(60)

  package init(
    userName: String? = nil, keyFolder: String? = nil, hasAgent: Bool = false, certificates: String? = nil,
    proxy: String? = nil,
    login: @escaping @Sendable (String, String?) -> Result<Login?, DaichoError> = { _, _ in .success(nil) }
  ) {
    self.userName = userName
    self.keyFolder = keyFolder
    self.hasAgent = hasAgent
    self.certificates = certificates
    self.proxy = proxy
    self.login = login
  }
}
