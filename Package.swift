// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// A library target of Swift that builds with every check on.
func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

/// The tests of `library`, which share `EmendTestSupport`.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: ["EmendCore", "EmendTestSupport"] + dependencies,
    swiftSettings: strict)
}

let package = Package(
  name: "emend",
  products: [.executable(name: "emend", targets: ["emend"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-docc-plugin", from: "1.5.0"),
  ],
  targets: [
    // The C boundary. No `pkgConfig`: SwiftPM 6.3 warns of ncursesw's flags on every build
    // (SwiftPM#10549) and would put the shared libraries' folder before the static ones.
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
    .systemLibrary(name: "CSixel", providers: [.apt(["libsixel-dev"])]),
    .systemLibrary(name: "CTurboJPEG", providers: [.apt(["libturbojpeg0-dev"])]),
    .systemLibrary(name: "CWebP", providers: [.apt(["libwebp-dev"])]),
    .systemLibrary(name: "CCrypto", providers: [.apt(["libssl-dev"])]),
    // libpng reports errors by longjmp, which may not cross Swift: the calls are in C.
    .target(name: "CPNG", linkerSettings: [.linkedLibrary("png")]),
    // The rows of JPEG files, by libjpeg for the same reason.
    .target(name: "CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
    // Open ONNX Runtime and libcurl when asked to, so that nothing links to them.
    .target(name: "COnnxRuntime", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "CCurl", linkerSettings: [.linkedLibrary("dl")]),

    // Values and decisions: no I/O, no Foundation.
    library("EmendCore", []),
    library("EmendLearning", ["EmendCore"]),

    // Edges.
    library("EmendRaster", ["EmendCore", "CSixel", "CTurboJPEG", "CJPEG", "CPNG", "CWebP"]),
    library("EmendInference", ["EmendCore", "EmendRaster", "COnnxRuntime", "CCurl"]),
    library(
      "EmendStore",
      ["EmendCore", "CCrypto", .product(name: "GRDB", package: "GRDB.swift")]),
    library("EmendFormats", ["EmendCore", .product(name: "Yams", package: "Yams")]),
    library("EmendTerminal", ["EmendCore", "CNcurses"]),

    // The command line and the loop that carries out effects.
    .executableTarget(
      name: "emend",
      dependencies: [
        "EmendCore", "EmendLearning", "EmendRaster", "EmendInference", "EmendStore",
        "EmendFormats", "EmendTerminal",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      resources: [.embedInCode("Builtin")],
      swiftSettings: strict),

    .executableTarget(
      name: "MeasureBenchmark", dependencies: ["EmendCore", "EmendLearning"],
      path: "Tests/Benchmarks/MeasureBenchmark", swiftSettings: strict),
    .executableTarget(
      name: "PictureBenchmark", dependencies: ["EmendCore", "EmendRaster"],
      path: "Tests/Benchmarks/PictureBenchmark",
      exclude: ["compare.py", "encoders.py", "requirements.txt"], swiftSettings: strict),
    .executableTarget(
      name: "PromptBenchmark", dependencies: ["EmendCore", "EmendInference", "EmendRaster"],
      path: "Tests/Benchmarks/PromptBenchmark", swiftSettings: strict),
    .target(
      name: "EmendTestSupport", dependencies: ["EmendCore"], path: "Tests/EmendTestSupport",
      swiftSettings: strict),
    tests("EmendCoreTests", []),
    tests("EmendSessionTests", ["EmendFormats"]),
    tests("EmendLearningTests", ["EmendLearning"]),
    tests("EmendRasterTests", ["EmendRaster"]),
    tests("EmendInferenceTests", ["EmendInference", "EmendRaster"]),
    tests("EmendStoreTests", ["EmendStore", "EmendLearning"]),
    tests("EmendFormatsTests", ["EmendFormats"]),
    tests("EmendTerminalTests", ["EmendTerminal"]),
  ]
)
