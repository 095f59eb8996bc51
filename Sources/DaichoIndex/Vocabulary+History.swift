import DaichoModel
import DaichoQuery

/// What follows from the commits that changed a deal or an inquiry. Without a repository these are missing.
extension Vocabulary {
  /// The rows of `record_changes` that are the record's.
  private static let ownChanges =
    "record_changes h WHERE h.path = (SELECT f.path FROM files f WHERE f.id = {row}.record)"

  /// The changes of its fields, the values it began with among them.
  var changes: QueryCollection {
    func text(_ name: String, _ column: String) -> QueryField {
      QueryField(
        name, .text, value: SQLTemplate(schema: "{row}.\(column)"),
        folded: SQLTemplate(schema: "coalesce({row}.\(column)_folded, {row}.\(column))"))
    }
    let fields = [
      QueryField("field", .text, value: "{row}.field"), text("old", "old"), text("new", "new"),
      QueryField("date", .date, value: "{row}.day"), QueryField("author", .text, value: "{row}.author"),
    ]
    return QueryCollection(
      name: "changes",
      source: """
        record_changes {item} WHERE {item}.path = (SELECT f.path FROM files f WHERE f.id = {row}.record)
        AND {item}.day <= {today}
        """, fields: Dictionary(fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first }))
  }

  /// The day that a deal came to its stage; today for one that is not committed yet.
  private static let stageSince = """
    (SELECT CASE WHEN coalesce(h.new_folded, h.new) = coalesce({row}.stage_folded, {row}.stage)
    THEN h.day ELSE {today} END FROM \(ownChanges)
    AND h.field = 'stage' ORDER BY h.number DESC LIMIT 1)
    """

  private static let firstDay = "(SELECT min(h.day) FROM \(ownChanges))"

  var dealHistoryMetrics: [QueryField] {
    [
      QueryField("stage_since", .date, value: SQLTemplate(schema: Self.stageSince)),
      QueryField(
        "days_in_stage", .number, value: SQLTemplate(schema: "max(0, {today} - \(Self.stageSince))")),
      QueryField(
        "close_pushed", .number,
        value: SQLTemplate(
          schema: "(SELECT count(*) FROM \(Self.ownChanges) AND h.field = 'close' AND h.is_later)")),
      QueryField(
        "cycle_days", .number,
        value: SQLTemplate(
          schema: """
            CASE WHEN {row}.state <> 'open'
              AND EXISTS (SELECT 1 FROM \(Self.ownChanges) AND h.field = 'stage' AND h.old IS NOT NULL)
            THEN max(0, \(Self.stageSince) - coalesce({row}.created, \(Self.firstDay))) END
            """)),
    ]
  }

  /// When an inquiry was resolved, by the field or else by the commit that said so: seconds since 1970.
  static let resolvedAt = """
    (SELECT h.at FROM \(ownChanges) AND h.field = 'status' AND coalesce(h.new_folded, h.new) = 'resolved'
    ORDER BY h.number DESC LIMIT 1)
    """

  var inquiryHistoryMetrics: [QueryField] {
    [
      QueryField(
        "resolved_on", .date,
        value: SQLTemplate(
          schema: """
            coalesce({row}.resolved, CASE WHEN coalesce({row}.status_folded, {row}.status) = 'resolved' THEN
            (SELECT h.day FROM \(Self.ownChanges) AND h.field = 'status'
            AND coalesce(h.new_folded, h.new) = 'resolved' ORDER BY h.number DESC LIMIT 1) END)
            """))
    ]
  }
}
