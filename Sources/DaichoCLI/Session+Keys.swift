import DaichoWorkspace
import Foundation

extension Session {
  /// The folder `~` stands for.
  var home: String { environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? NSHomeDirectory() }

  /// Where this machine keeps the keys of workspaces.
  var keyStore: KeyStore { KeyStore(environment: environment, home: home) }
}
