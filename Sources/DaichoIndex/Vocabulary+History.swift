import DaichoModel
import DaichoQuery

/// What follows from the commits that changed a deal, an inquiry or a person. Without a repository these are
/// missing, and so is what a record was brought with: the manual's page "DerivedHistory".
extension Vocabulary {
  private static let ownPath = "(SELECT f.path FROM files f WHERE f.id = {row}.record)"

  /// The rows of `record_changes` that are the record's.
  private static let ownChanges = "record_changes h WHERE h.path = \(ownPath)"

  /// A column of the record's row of `record_origins`.
  private static func origin(_ column: String) -> String {
    "(SELECT h.\(column) FROM record_origins h WHERE h.path = \(ownPath))"
  }

  private static func date(_ name: String, _ sql: String) -> QueryField {
    QueryField(name, .date, value: SQLTemplate(schema: sql))
  }

  private static func number(_ name: String, _ sql: String) -> QueryField {
    QueryField(name, .number, value: SQLTemplate(schema: sql))
  }

  private static func texts(_ names: [String], folded: (String) -> String) -> [QueryField] {
    names.map { name in
      QueryField(
        name, .text, value: SQLTemplate(schema: "{row}.\(name)"), folded: SQLTemplate(schema: folded(name)))
    }
  }

  private static func byName(_ fields: [QueryField]) -> [String: QueryField] {
    Dictionary(fields.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  // MARK: Deals and inquiries

  /// The changes of its fields, the values it began with among them.
  var changes: QueryCollection {
    let texts = Self.texts(["old", "new"]) { "coalesce({row}.\($0)_folded, {row}.\($0))" }
    let fields =
      [
        QueryField("field", .text, value: "{row}.field"), QueryField("date", .date, value: "{row}.day"),
        QueryField("author", .text, value: "{row}.author"),
      ] + texts
    return QueryCollection(
      name: "changes",
      source: SQLTemplate(
        schema: "record_changes {item} WHERE {item}.path = \(Self.ownPath) AND {item}.day <= {today}"),
      fields: Self.byName(fields))
  }

  /// The day of the last change to the value that a field has; today for a value that no commit has yet. Two
  /// sides of a merge may both have changed it, so that the last change of all need not be the one that stands.
  private static func since(_ field: String, _ value: String) -> String {
    """
    (SELECT CASE WHEN NOT coalesce(x.stands, 0) THEN {today} WHEN x.is_dated THEN x.day END FROM (
      SELECT coalesce(h.new_folded, h.new) = \(value) AS stands, h.day, h.is_dated, h.number
      FROM \(ownChanges) AND h.field = '\(field)') x
    ORDER BY x.stands DESC, x.number DESC LIMIT 1)
    """
  }

  static let stageSince = since("stage", "coalesce({row}.stage_folded, {row}.stage)")

  var inquiryHistoryMetrics: [QueryField] {
    func times(_ column: String) -> String {
      "(SELECT h.\(column) FROM inquiry_times h WHERE h.record = {row}.record)"
    }
    return [
      Self.date("responded_on", times("response_day")),
      Self.number("first_response_hours", times("response_hours")),
      Self.date("resolved_on", times("resolved_day")),
      Self.number("resolution_hours", times("resolution_hours")),
    ]
  }

  static let closePushed = "(SELECT count(*) FROM \(ownChanges) AND h.field = 'close' AND h.is_later)"

  var dealHistoryMetrics: [QueryField] {
    [
      Self.date("stage_since", Self.stageSince),
      Self.number("days_in_stage", "max(0, {today} - \(Self.stageSince))"),
      Self.number("close_pushed", Self.closePushed),
      Self.number(
        "cycle_days",
        """
        CASE WHEN {row}.state <> 'open'
          AND EXISTS (SELECT 1 FROM \(Self.ownChanges) AND h.field = 'stage' AND h.old IS NOT NULL)
        THEN max(0, \(Self.stageSince) - coalesce({row}.created, \(Self.origin("day")))) END
        """),
    ]
  }

  // MARK: People

  var lifecycleChanges: QueryCollection {
    QueryCollection(
      name: "lifecycle_changes",
      source: SQLTemplate(
        schema: "lifecycle_changes {item} WHERE {item}.path = \(Self.ownPath) AND {item}.day <= {today}"),
      fields: Self.byName(
        [QueryField("date", .date, value: "{row}.day")] + Self.texts(["old", "new"]) { "{row}.\($0)" }))
  }

  private static let ownLifecycles =
    "lifecycle_changes h WHERE h.path = \(ownPath) AND h.day <= {today}"

  /// The first order that counts, the first deal that was won, or the commit that says so, whichever came first.
  private static let customerOn = """
    (SELECT min(x.day) FROM (
      SELECT t.first_day AS day FROM order_totals t WHERE t.record = {row}.record AND t.orders > 0
      UNION ALL SELECT min(h.day) FROM \(ownLifecycles) AND h.new = 'customer'
      UNION ALL SELECT min(\(stageSince.replacing("{row}", with: "d")))
        FROM deals d WHERE d.customer_key = {row}.key AND d.state = 'won') x)
    """

  static let qualifiedOn = "(SELECT min(h.day) FROM \(ownLifecycles) AND h.new = 'qualified')"

  /// Likewise, but not of somebody who began so.
  static let movedToQualified =
    "(SELECT min(h.day) FROM \(ownLifecycles) AND h.new = 'qualified' AND h.old IS NOT NULL)"

  static let personBegan = "(SELECT h.day FROM \(ownLifecycles) AND h.old IS NULL)"

  /// Since when they are what is written; of what nobody wrote, since they are there.
  private static let lifecycleWritten = """
    coalesce((SELECT CASE WHEN x.stands THEN x.day ELSE {today} END FROM (
      SELECT h.new = coalesce({row}.lifecycle_folded, {row}.lifecycle, 'lead') AS stands, h.day, h.number
      FROM \(ownLifecycles)) x
      ORDER BY x.stands DESC, x.number DESC LIMIT 1),
    CASE WHEN {row}.lifecycle IS NULL THEN {row}.created END)
    """

  /// - Parameter shown: SQL of the lifecycle as it is shown.
  func lifecycleMetrics(shown: String) -> [QueryField] {
    let since = "CASE WHEN \(shown) = 'customer' THEN \(Self.customerOn) ELSE \(Self.lifecycleWritten) END"
    return [
      Self.date("lifecycle_since", since),
      Self.number("days_in_lifecycle", "max(0, {today} - \(since))"),
      Self.date("qualified_on", Self.qualifiedOn), Self.date("customer_on", Self.customerOn),
    ]
  }
}
