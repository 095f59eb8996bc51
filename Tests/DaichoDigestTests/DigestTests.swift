import DaichoDigest
import Testing

/// Against the examples of FIPS 180-4 as NIST publishes them.
@Suite struct DigestTests {
  @Test(arguments: [
    ("abc", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    ("", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "84983e441c3bd26ebaae4aa1f95129e5e54670f1"
    ),
  ])
  func sha1(_ text: String, _ hash: String) {
    let digest = Array(text.utf8).withUnsafeBytes(Digest.sha1)
    #expect(Digest.hexadecimal(digest) == hash)
  }

  @Test(arguments: [
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
  ])
  func sha256(_ text: String, _ hash: String) {
    #expect(Digest.hexadecimal(Digest.sha256(text.utf8)) == hash)
  }
}
