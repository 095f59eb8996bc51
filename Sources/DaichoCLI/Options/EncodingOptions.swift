import ArgumentParser
import DaichoFiles

/// What the bytes of a file from elsewhere are.
struct EncodingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What the file's bytes are, whatever its map says: utf-8, cp932 (shift_jis), utf-16, euc-jp, iso-2022-jp or windows-1252; told from the bytes otherwise.",
      valueName: "name"))
  var encoding: SourceEncoding = .auto
}

extension SourceEncoding: ExpressibleByArgument {
  package init?(argument: String) { self.init(typed: argument) }
}
