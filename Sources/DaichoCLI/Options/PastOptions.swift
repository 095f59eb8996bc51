import ArgumentParser

/// For commands that only read: whose files answer.
struct PastOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Answer from the files as they were then: a day (its end) or a revision of git.", valueName: "moment"))
  var at: String?
}
