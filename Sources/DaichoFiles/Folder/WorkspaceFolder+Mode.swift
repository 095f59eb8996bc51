import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension WorkspaceFolder {
  /// Lets a file be run by those who may read it, or by nobody. Nothing where it is so already.
  package func setExecutable(_ isExecutable: Bool, _ path: String) throws(DaichoError) {
    let place = try RelativePath(path)
    let folder = try openFolder(place.folders)
    let file = openat(folder.raw, place.name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard file >= 0 else { throw FileFailure.error(errno, at: path) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw FileFailure.error(errno, at: path) }
    let readable = status.st_mode & 0o444
    let mode = isExecutable ? status.st_mode | readable >> 2 : status.st_mode & ~0o111
    guard mode != status.st_mode else { return }
    if fchmod(file, mode & 0o7777) != 0 { throw FileFailure.error(errno, at: path) }
  }
}
