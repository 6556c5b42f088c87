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
