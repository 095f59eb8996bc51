import CGit2
import DaichoModel

extension Repository {
  /// An object as it is stored, without its header.
  struct RawObject {
    let type: git_object_t
    let bytes: [UInt8]
  }

  func object(_ id: ObjectID) throws(DaichoError) -> RawObject {
    let read = try withRawObject(id) { type, bytes in RawObject(type: type, bytes: Array(bytes)) }
    guard let read else { throw .missingObject(id.description) }
    return read
  }

  /// - Returns: `nil` where the repository does not have the object.
  func withObject<Result>(
    _ id: ObjectID, _ body: (UnsafeRawBufferPointer) -> Result
  ) throws(DaichoError) -> Result? {
    try withRawObject(id) { _, bytes in body(bytes) }
  }

  private func withRawObject<Result>(
    _ id: ObjectID, _ body: (git_object_t, UnsafeRawBufferPointer) -> Result
  ) throws(DaichoError) -> Result? {
    let owner = pointer
    let database = try Handle(free: git_odb_free) { git_repository_odb(&$0, owner) }
    var oid = id.oid
    var pointer: OpaquePointer?
    guard try found(git_odb_read(&pointer, database.pointer, &oid)), let pointer else { return nil }
    let object = Handle(pointer, free: git_odb_object_free)
    return body(
      git_odb_object_type(object.pointer),
      UnsafeRawBufferPointer(
        start: git_odb_object_data(object.pointer), count: git_odb_object_size(object.pointer)))
  }

  func write(_ bytes: [UInt8], _ type: git_object_t) throws(DaichoError) -> ObjectID {
    let owner = pointer
    let database = try Handle(free: git_odb_free) { git_repository_odb(&$0, owner) }
    var oid = git_oid()
    try check(
      bytes.withUnsafeBytes { git_odb_write(&oid, database.pointer, $0.baseAddress, $0.count, type) })
    return ObjectID(oid)
  }

  /// Every object that is stored, reachable or not: its bytes, one after another. Ends early where `body` says so.
  package func eachStoredObject(
    _ body: (ObjectID, UnsafeRawBufferPointer) -> Bool
  ) throws(DaichoError) {
    let owner = pointer
    let database = try Handle(free: git_odb_free) { git_repository_odb(&$0, owner) }
    try check(git_odb_refresh(database.pointer))
    var ids: [ObjectID] = []
    try withUnsafeMutablePointer(to: &ids) { ids throws(DaichoError) in
      try check(
        git_odb_foreach(
          database.pointer,
          { oid, list in
            if let oid, let list {
              list.assumingMemoryBound(to: [ObjectID].self).pointee.append(ObjectID(oid.pointee))
            }
            return 0
          }, ids))
    }
    for id in Set(ids) {
      if try withObject(id, { body(id, $0) }) == false { return }
    }
  }
}
