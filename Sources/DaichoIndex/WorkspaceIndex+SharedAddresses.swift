import DaichoModel
import GRDB

extension WorkspaceIndex {
  /// What `check` will say of a customer who is not in the register yet: whose addresses they bring along.
  ///
  /// - Parameter location: of the new record.
  package func sharedAddresses(
    _ addresses: [String], at location: SourceLocation
  ) throws(DaichoError) -> [Diagnostic] {
    try read { database in
      let statement = try database.makeStatement(
        sql: """
          SELECT f.path FROM field_values v JOIN customers k ON k.record = v.record
          JOIN files f ON f.id = v.record
          WHERE v.field = 'email' AND coalesce(v.folded, v.value) = ? ORDER BY f.path LIMIT 1
          """)
      return try addresses.compactMap { address in
        try String.fetchOne(statement, arguments: [TextFolding.fold(address)]).map { other in
          Diagnostic(
            .warning, "shared-email", at: location, .sharedAddress(address, other: other),
            suggestion: .sharedAddressMeans)
        }
      }
    }
  }
}
