import DaichoModel

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The system's error numbers in our words.
package enum FileFailure {
  package static func missing(_ path: String) -> DaichoError { error(ENOENT, at: path) }

  package static func notAFile(_ path: String) -> DaichoError { error(ENOTDIR, at: path) }

  package static func tooLarge(_ path: String) -> DaichoError {
    DaichoError(
      "file-too-large", .fileTooLarge(WorkspaceFolder.largestRecord), at: SourceLocation(path: path),
      hint: .splitFile)
  }

  static func error(_ number: Int32, at path: String) -> DaichoError {
    let location = SourceLocation(path: path)
    switch number {
    case ENOENT:
      return DaichoError("file-not-found", .fileNotFound, at: location)
    case EEXIST, ENOTEMPTY:
      return DaichoError("file-exists", .fileExists, at: location)
    case ENOSPC, EDQUOT, EFBIG:
      return DaichoError("disk-full", .diskFull, at: location, hint: .makeRoom)
    case EROFS:
      return DaichoError("read-only-disk", .readOnlyDisk, at: location)
    case EACCES, EPERM:
      return DaichoError("permission-denied", .permissionDenied, at: location, hint: .checkPermissions)
    case ELOOP:
      return symlink(at: path)
    case ENOTDIR, EISDIR:
      return DaichoError("not-a-file", .notAFile, at: location)
    case ENAMETOOLONG:
      return DaichoError("path-refused", .nameTooLong, at: location)
    case EMFILE, ENFILE:
      return DaichoError("too-many-open-files", .tooManyOpenFiles, at: location)
    default:
      let words = strerror(number).map { String(cString: $0) } ?? "errno \(number)"
      return DaichoError("io-error", .inputOutputError(words), at: location, hint: .checkDisk)
    }
  }

  package static func symlink(at path: String) -> DaichoError {
    DaichoError(
      "symlink-refused", .symlinkRefused, at: SourceLocation(path: path), hint: .replaceSymlink)
  }

  static func changed(_ path: String) -> DaichoError {
    DaichoError("file-changed", .fileChanged, at: SourceLocation(path: path), hint: .tryAgain)
  }
}
