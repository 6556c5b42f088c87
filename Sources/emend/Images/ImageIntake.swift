import EmendCore
import EmendRaster
import EmendStore
import EmendTerminal
import Foundation
import Synchronization

/// Reads the headers and digests of files that are to be added, on every core.
struct ImageIntake {
  /// What became of the files, for people and for `--json`.
  struct Outcome {
    var summary = AddSummary()
    var unreadable: [ImageError] = []
  }

  let project: Project
  let pixelLimit: Int
  let split: Split

  /// Adds files in parts, so that what was added before a stop stays.
  func add(_ files: [ImagePath]) throws -> Outcome {
    var outcome = Outcome()
    var progress = ProgressBar("adding", total: files.count, unit: "images")
    for start in stride(from: 0, to: files.count, by: 500) {
      let part = Array(files[start..<min(start + 500, files.count)])
      let (images, errors) = Self.readConcurrently(part, intake: self)
      outcome.unreadable += errors
      outcome.summary.count(try project.add(images))
      progress.advance(by: part.count)
      if Interrupt.wasAsked { break }
    }
    return outcome
  }

  private static func readConcurrently(
    _ files: [ImagePath], intake: ImageIntake
  ) -> ([NewImage], [ImageError]) {
    let all = intake.readAll(files)
    // What `try?` leaves out here is in the second list.
    return (all.compactMap { try? $0.get() }, all.compactMap(\.error))
  }

  /// Reads files on every core; the answers come in the order of the files.
  func readAll(_ files: [ImagePath]) -> [Result<NewImage, ImageError>] {
    let results = Mutex([Result<NewImage, ImageError>?](repeating: nil, count: files.count))
    DispatchQueue.concurrentPerform(iterations: files.count) { index in
      let result = Result { () throws(ImageError) in try read(files[index]) }
      results.withLock { $0[index] = result }
    }
    return results.withLock { $0.compactMap(\.self) }
  }

  /// Reads one file: header, digest, size and time.
  ///
  /// The pixels are not decoded; damage in them shows when they are needed.
  func read(_ path: ImagePath) throws(ImageError) -> NewImage {
    let bytes = try FileBytes(path)
    do throws(ImageError) {
      let (header, digest) = try bytes.withBytes { buffer throws(ImageError) in
        (try ImageHeader.read(buffer), Digest.sha256(Array(buffer)))
      }
      guard header.rawSize.width * header.rawSize.height <= pixelLimit else {
        throw ImageError(
          .tooLarge,
          "has \(header.rawSize.width)x\(header.rawSize.height) pixels, more than the limit of "
            + "\(pixelLimit); raise images: megapixel-limit in emend.yaml")
      }
      return NewImage(
        path: path, sha256: digest, byteCount: Int64(bytes.count),
        modified: FileStatus(path)?.modified ?? 0, format: header.format.rawValue,
        rawSize: header.rawSize, orientation: header.orientation, size: header.size, split: split)
    } catch {
      throw error.at(path)
    }
  }
}

extension AddSummary {
  fileprivate mutating func count(_ other: AddSummary) {
    added += other.added
    known += other.known
    moved += other.moved
    changed += other.changed
  }
}

extension Result {
  fileprivate var error: Failure? {
    guard case .failure(let error) = self else { return nil }
    return error
  }
}

/// Size and time of a file, as the file system knows them.
struct FileStatus {
  var byteCount: Int64
  /// In nanoseconds since 1970.
  var modified: Int64

  /// Nil when there is no file.
  ///
  /// The corresponding C function is `stat`.
  init?(_ path: ImagePath) {
    var status = stat()
    guard stat(FolderWalk.cString(path), &status) == 0 else { return nil }
    byteCount = Int64(status.st_size)
    modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
  }
}
