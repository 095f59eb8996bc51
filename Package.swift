// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "daicho",
  platforms: [.macOS(.v14)],
  products: [
    .executable(name: "daicho", targets: ["daicho"])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.34.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.0"),
  ],
  targets: [
    // System libraries. `make` reads the provider lists below to install what a machine lacks.
    .systemLibrary(
      name: "CGit2", pkgConfig: "libgit2",
      providers: [.apt(["libgit2-dev"]), .brew(["libgit2"])]),
    .systemLibrary(
      name: "CCmark", pkgConfig: "libcmark",
      providers: [.apt(["libcmark-dev"]), .brew(["cmark"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl",
      providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]),
    .systemLibrary(
      name: "CGMime", pkgConfig: "gmime-3.0",
      providers: [.apt(["libgmime-3.0-dev"]), .brew(["gmime"])]),
    .systemLibrary(
      name: "CPCRE2", pkgConfig: "libpcre2-8",
      providers: [.apt(["libpcre2-dev"]), .brew(["pcre2"])]),
    .systemLibrary(
      name: "CYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),

    .systemLibrary(name: "CFileRoom"),

    // Floor 1: the vocabulary.
    .target(
      name: "DaichoModel",
      dependencies: [.product(name: "OrderedCollections", package: "swift-collections")]),
    .target(name: "DaichoDigest", dependencies: [.product(name: "Crypto", package: "swift-crypto")]),

    // Floor 2: one craft each; siblings never import one another.
    .target(
      name: "DaichoFiles",
      dependencies: [
        "DaichoModel", "DaichoDigest", "CFileRoom", "CYAML",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]),
    .target(name: "DaichoQuery", dependencies: ["DaichoModel", "CPCRE2"]),
    .target(name: "DaichoGit", dependencies: ["DaichoModel", "DaichoDigest", "CGit2"]),
    .target(
      name: "DaichoRender",
      dependencies: [
        "DaichoModel", "DaichoTemplates", "CCmark",
        .product(name: "Mustache", package: "swift-mustache"),
      ]),
    .target(name: "DaichoMail", dependencies: ["DaichoModel", "DaichoDigest", "CCurl", "CGMime"]),
    .target(name: "DaichoInsight", dependencies: ["DaichoModel"]),
    .target(
      name: "DaichoTemplates", path: "Templates",
      resources: [
        .embedInCode("newsletter.html"), .embedInCode("letter.html"), .embedInCode("product-grid.html"),
        .embedInCode("product-cell.html"),
        .embedInCode("imports/base-orders.yml"), .embedInCode("imports/shopify-orders.yml"),
        .embedInCode("imports/woocommerce-orders.yml"), .embedInCode("imports/shopify-customers.yml"),
        .embedInCode("imports/mailchimp.yml"), .embedInCode("imports/klaviyo.yml"),
        .embedInCode("imports/listmonk.yml"), .embedInCode("imports/hubspot.yml"),
      ]),

    // Floor 3: the index and the use cases.
    .target(
      name: "DaichoIndex",
      dependencies: [
        "DaichoModel", "DaichoFiles", "DaichoQuery", "DaichoInsight", "DaichoGit",
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]),
    .target(
      name: "DaichoWorkspace",
      dependencies: [
        "DaichoModel", "DaichoFiles", "DaichoQuery", "DaichoInsight", "DaichoGit", "DaichoRender",
        "DaichoMail", "DaichoIndex", "DaichoTemplates", "DaichoDigest",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]),

    // Floor 4: the faces.
    .target(
      name: "DaichoCLI",
      dependencies: [
        "DaichoModel", "DaichoFiles", "DaichoInsight", "DaichoGit", "DaichoRender", "DaichoMail",
        "DaichoIndex",
        "DaichoWorkspace", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]),
    .target(
      name: "DaichoServer",
      dependencies: [
        "DaichoModel", "DaichoMail", "DaichoIndex", "DaichoWorkspace",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
      ]),
    .executableTarget(name: "daicho", dependencies: ["DaichoCLI", "DaichoServer"]),

    // Tests.
    .target(name: "DaichoTestSupport"),
    .testTarget(name: "DaichoTestSupportTests", dependencies: ["DaichoTestSupport"]),
    .testTarget(
      name: "DaichoFilesTests",
      dependencies: [
        "DaichoFiles", "DaichoModel", "DaichoTestSupport",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]),
    .testTarget(name: "DaichoQueryTests", dependencies: ["DaichoQuery", "DaichoModel"]),
    .testTarget(name: "DaichoGitTests", dependencies: ["DaichoGit", "DaichoModel", "DaichoTestSupport"]),
    .testTarget(name: "DaichoRenderTests", dependencies: ["DaichoRender", "DaichoModel", "DaichoTemplates"]),
    .testTarget(
      name: "DaichoInsightTests", dependencies: ["DaichoInsight", "DaichoModel", "DaichoTestSupport"],
      exclude: ["Orders/Reference", "Campaigns/proportions.py"]),
    .testTarget(
      name: "DaichoMailTests",
      dependencies: ["DaichoMail", "DaichoDigest", "DaichoModel", "DaichoTestSupport"]),
    .testTarget(
      name: "DaichoIndexTests",
      dependencies: [
        "DaichoIndex", "DaichoModel", "DaichoFiles", "DaichoGit", "DaichoInsight", "DaichoTestSupport",
        .product(name: "GRDB", package: "GRDB.swift"),
      ], exclude: ["History/history-by-git.py", "History/follow-by-git.py"]),
    .testTarget(
      name: "DaichoWorkspaceTests",
      dependencies: [
        "DaichoWorkspace", "DaichoIndex", "DaichoInsight", "DaichoModel", "DaichoFiles", "DaichoGit",
        "DaichoTestSupport", "DaichoMail", "DaichoRender",
        "DaichoTemplates",
      ]),
    .testTarget(
      name: "DaichoServerTests",
      dependencies: [
        "DaichoServer", "DaichoWorkspace", "DaichoIndex", "DaichoMail", "DaichoModel", "DaichoTestSupport",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "NIOCore", package: "swift-nio"),
      ]),
    .testTarget(name: "DaichoDigestTests", dependencies: ["DaichoDigest"]),
    .testTarget(name: "DaichoModelTests", dependencies: ["DaichoModel", "DaichoTestSupport"]),
    .testTarget(
      name: "DaichoCLITests",
      dependencies: [
        "DaichoCLI", "DaichoModel", "DaichoTestSupport",
        .product(name: "OrderedCollections", package: "swift-collections"),
      ]),
    .testTarget(name: "DocumentationTests", dependencies: ["DaichoTestSupport"]),
    .testTarget(name: "TranscriptTests", dependencies: ["DaichoTestSupport"], exclude: ["Transcripts"]),
  ]
)

// One policy for every Swift target.
for target in package.targets where ![.system, .binary, .plugin].contains(target.type) {
  var settings = target.swiftSettings ?? []
  settings += [
    .enableUpcomingFeature("ExistentialAny"),  // SE-0335
    .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
  ]
  target.swiftSettings = settings
}
