import DaichoModel
import DaichoWorkspace
import OrderedCollections

/// What an import says to machines.
struct ImportAnswer {
  let json: JSONValue

  init(_ plan: ImportPlan, commit: String?) {
    var members: OrderedDictionary<String, JSONValue> = [
      "import": .string(plan.kind.folder), "commit": .optional(commit),
      "new": .integer(plan.created.count), "changed": .integer(plan.changed.count),
      "unchanged": .integer(plan.unchanged), "differing": .integer(plan.differing),
      "unmatched": .integer(plan.unmatched), "repeated": .integer(plan.repeated),
    ]
    members["records"] = .array(plan.created.map { .string($0.description) })
    members["changes"] = .array(
      plan.changed.map { record in
        .object([
          "record": .string(record.reference.description),
          "fields": .array(
            record.fields.map { field in
              .object([
                "field": .string(field.field), "old": .optional(field.old), "new": .optional(field.new),
              ])
            }),
        ])
      })
    members["remarks"] = ImportAnswer.remarks(plan.remarks)
    json = .object(members)
  }

  init(_ plan: EventPlan, commit: String?) {
    json = .object([
      "import": .string(plan.kindName), "commit": .optional(commit), "new": .integer(plan.new),
      "changed": .integer(plan.changed), "unchanged": .integer(plan.unchanged),
      "unmatched": .integer(plan.unmatched), "left_out": .integer(plan.leftOut),
      "remarks": ImportAnswer.remarks(plan.remarks),
    ])
  }

  private static func remarks(_ remarks: [ImportRemark]) -> JSONValue {
    .array(
      remarks.map { remark in
        .object([
          "code": .string(remark.code), "line": remark.line.map { .integer($0) } ?? .null,
          "column": .optional(remark.column), "message": .string(remark.message.en),
        ])
      })
  }
}
