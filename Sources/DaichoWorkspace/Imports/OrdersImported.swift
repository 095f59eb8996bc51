import DaichoFiles
import DaichoModel

/// What an import of orders came to.
package struct OrdersImported: Sendable {
  package var new = 0
  package var changed = 0
  package var unchanged = 0
  /// The ledger's row has come further than the file's: it stands.
  package var older = 0
  /// The same row once more in the files.
  package var repeated = 0
  package var created: [Reference] = []
  /// People without a record, and rows that name nobody at all.
  package var unmatchedCustomers = 0
  package var rowsWithoutCustomer = 0
  /// Rows of people who have been forgotten: their token stands for them.
  package var rowsOfForgotten = 0
  /// Rows left out because nobody knows their customer.
  package var skippedRows = 0
  package var passedOver = ImportSource.PassedOver()
  package var remarks: [ImportRemark] = []
  package var recorded: Recorded
  /// The diff of a dry run would be too long to read.
  package var isDiffLeftOut = false
}
