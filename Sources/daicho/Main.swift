import DaichoCLI

@main
struct Main {
  static func main() {
    CommandLineInterface.run(CommandLine.arguments)
  }
}
