import DaichoCLI
import DaichoServer

@main
struct Main {
  static func main() {
    CommandLineInterface.run(CommandLine.arguments, serving: Server.run)
  }
}
