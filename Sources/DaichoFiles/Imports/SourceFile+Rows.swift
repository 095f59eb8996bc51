import DaichoModel

extension SourceFile {
  /// All of its rows, a header among them, by the separator it seems to have.
  package func rows() throws(DaichoError) -> CSVReader {
    let separator = try ImportTable.find(in: self).separator
    return CSVReader(
      MarkFilter(try text()), delimiter: separator)
  }
}
