public import ArgumentParser
public import EmendCore
public import EmendFormats
public import EmendRaster
public import EmendStore

// What the libraries' own enums are on the command line.
extension Split: ExpressibleByArgument {}
extension QueueSettings.Strategy: ExpressibleByArgument {}
extension QueueSettings.Aggregate: ExpressibleByArgument {}
extension TrainSettings.Promotion: ExpressibleByArgument {}
extension SixelEncoderKind: ExpressibleByArgument {}

extension ArgumentHelp {
  /// Of every command that runs a model.
  static let provider: ArgumentHelp =
    "cpu, cuda, tensorrt, openvino, or several: the first that runs; else emend.yaml's."
}
