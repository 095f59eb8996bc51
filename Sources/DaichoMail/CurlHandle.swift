import CCurl

/// An easy handle of libcurl with the connection it keeps open. Used from one thread; ends with the value,
/// and says goodbye to a mail server then.
final class CurlHandle {
  typealias Transfer =
    @convention(c) (UnsafeMutablePointer<CChar>?, Int, Int, UnsafeMutableRawPointer?) -> Int
  typealias Progress =
    @convention(c) (UnsafeMutableRawPointer?, curl_off_t, curl_off_t, curl_off_t, curl_off_t) -> Int32
  typealias Debug =
    @convention(c) (
      UnsafeMutableRawPointer?, curl_infotype, UnsafeMutablePointer<CChar>?, Int, UnsafeMutableRawPointer?
    ) -> Int32

  private let handle: UnsafeMutableRawPointer
  /// libcurl writes here what it has to say of a failure.
  private let errorText: UnsafeMutablePointer<CChar>
  /// The first option that this libcurl would not take. A check that was not switched on is no check, so
  /// nothing is transferred then.
  private var refused: CURLcode?

  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  /// Knows no proxy and no file of passwords, and raises no signals.
  init?() {
    guard CurlHandle.isReady, let handle = curl_easy_init() else { return nil }
    self.handle = handle
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    set(CURLOPT_ERRORBUFFER, pointer: errorText)
    set(CURLOPT_NOSIGNAL, true)
    set(CURLOPT_PROXY, "")
  }

  deinit {
    curl_easy_cleanup(handle)
    errorText.deallocate()
  }

  // MARK: Options

  func set(_ option: CURLoption, _ value: Int) { keep(curl_easy_set_long(handle, option, value)) }
  func set(_ option: CURLoption, _ value: Bool) { set(option, value ? 1 : 0) }
  func set(_ option: CURLoption, _ value: String) { keep(curl_easy_set_text(handle, option, value)) }
  func set(_ option: CURLoption, _ function: Transfer) {
    keep(curl_easy_set_transfer(handle, option, function))
  }
  func set(progress: Progress) { keep(curl_easy_set_progress(handle, progress)) }
  func set(debug: Debug) { keep(curl_easy_set_debug(handle, debug)) }

  /// What is pointed at must live until the next transfer has ended.
  func set(_ option: CURLoption, pointer: UnsafeMutableRawPointer) {
    keep(curl_easy_set_pointer(handle, option, pointer))
  }

  func set(_ option: CURLoption, list: UnsafeMutablePointer<curl_slist>?) {
    keep(curl_easy_set_list(handle, option, list))
  }

  /// TLS of version 1.2 or later, with a certificate that is of this host and from an authority we trust.
  ///
  /// - Parameter certificates: a file of authorities to trust in place of the system's.
  func verifyTLS(_ certificates: String?) {
    set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    set(CURLOPT_SSL_VERIFYPEER, true)
    set(CURLOPT_SSL_VERIFYHOST, 2)
    if let certificates { set(CURLOPT_CAINFO, certificates) }
  }

  private func keep(_ code: CURLcode) {
    if code != CURLE_OK, refused == nil { refused = code }
  }

  // MARK: Transfers

  func perform() -> CURLcode {
    errorText[0] = 0
    return refused ?? curl_easy_perform(handle)
  }

  /// libcurl's own words on the last failure.
  func words(for code: CURLcode) -> String {
    errorText[0] == 0 ? String(cString: curl_easy_strerror(code)) : String(cString: errorText)
  }

  func long(_ info: CURLINFO) -> Int {
    var value = 0
    return curl_easy_get_long(handle, info, &value) == CURLE_OK ? value : 0
  }

  func text(_ info: CURLINFO) -> String? {
    var value: UnsafeMutablePointer<CChar>?
    guard curl_easy_get_text(handle, info, &value) == CURLE_OK, let value else { return nil }
    return String(cString: value)
  }
}
