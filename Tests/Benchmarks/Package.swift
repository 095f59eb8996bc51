// swift-tools-version: 6.1
import PackageDescription

// Nested, so that the users of daicho's own package never fetch or build it.
let package = Package(
  name: "daicho-benchmarks", platforms: [.macOS(.v14)],
  targets: [.executableTarget(name: "generate-workspace")])
