import ArgumentParser
import DaichoModel

/// Which records of a kind are meant.
struct SelectionOptions: ParsableArguments {
  @Option(
    name: [.customLong("where"), .customShort("w")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Only records that fulfil this filter. May be given several times.", valueName: "filter"))
  var filters: [String] = []

  @Option(
    name: [.customLong("segment"), .customShort("s")],
    help: ArgumentHelp("Only records of this segment. May be given several times.", valueName: "id"),
    completion: Completions.ids([.segments]))
  var segments: [String] = []
}
