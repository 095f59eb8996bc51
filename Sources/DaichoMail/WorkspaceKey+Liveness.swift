import DaichoDigest

extension WorkspaceKey {
  /// What a server that has this key says to whoever asks it to prove so: 64 hexadecimal digits, which tell
  /// nothing of the key.
  ///
  /// - Parameter challenge: whatever the asker made up.
  package func livenessAnswer(to challenge: String) -> String {
    Digest.hexadecimal(Digest.hmacSHA256(challenge.utf8, key: derived(for: "liveness")))
  }
}
