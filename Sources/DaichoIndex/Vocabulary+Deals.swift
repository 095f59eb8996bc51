import DaichoModel
import DaichoQuery

/// Whether a deal moves: what `today` and the pipeline ask.
extension Vocabulary {
  var movementMetrics: [QueryField] {
    [
      QueryField("last_activity", .date, value: SQLTemplate(schema: Vocabulary.lastActivity)),
      QueryField("rotting", .boolean, value: rotting, isPresent: "1"),
    ]
  }

  /// The last entry of its log up to today, of whatever channel, or its creation where that is later.
  private static let lastActivity = """
    (SELECT max(a.day) FROM (
      SELECT max(l.day) AS day FROM log_entries l
      WHERE l.record = {row}.record AND NOT l.is_task AND l.day <= {today}
      UNION ALL SELECT {row}.created) a)
    """

  /// Open, and longer without activity than its stage's `rot_after`.
  private var rotting: SQLTemplate {
    var cases = ""
    var arguments: [SQLValue] = []
    let standard = settings.pipeline(named: nil)?.name
    for pipeline in settings.pipelines {
      for stage in pipeline.stages {
        guard let days = stage.rotAfterDays else { continue }
        cases +=
          " WHEN coalesce({row}.stage_folded, {row}.stage) = ?"
          + " AND coalesce({row}.pipeline_folded, nullif({row}.pipeline, ''), ?) = ? THEN \(days)"
        let name = TextFolding.fold(pipeline.name)
        arguments += [
          .text(TextFolding.fold(stage.name)), .text(standard.map(TextFolding.fold) ?? name), .text(name),
        ]
      }
    }
    guard !cases.isEmpty else { return "0" }
    return SQLTemplate(
      schema:
        "({row}.state = 'open' AND coalesce({today} - \(Vocabulary.lastActivity) > CASE\(cases) END, 0))",
      arguments)
  }
}
