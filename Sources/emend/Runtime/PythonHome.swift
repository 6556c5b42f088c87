import EmendCore
import Foundation

/// A Python environment of emend's own, in the user's data folder.
struct PythonHome {
  /// What an environment is for.
  enum Purpose: String {
    case runtime
    case trainer
  }

  let purpose: Purpose

  var folder: String { UserFolders.data + "/" + purpose.rawValue }
  var python: String { folder + "/bin/python" }
  var exists: Bool { FileManager.default.isExecutableFile(atPath: python) }

  /// Makes the environment and has pip install what is asked for.
  ///
  /// - Parameters:
  ///   - requirements: pip's words for them.
  ///   - words: more words for pip, such as an index for a build without CUDA.
  /// - Throws: ``CommandFailure`` with what to install or try.
  func install(_ requirements: [String], words: [String]) throws {
    if !exists {
      let venv = ChildProcess(words: ["python3", "-m", "venv", folder])
      guard try venv.run() == 0 else {
        throw CommandFailure(
          "\(folder): python3 cannot make an environment there; on Debian install python3-venv")
      }
    }
    let pip = ChildProcess(
      words: [python, "-m", "pip", "install", "--disable-pip-version-check"] + requirements
        + words)
    guard try pip.run(onLine: { Console.note("  \($0)") }) == 0 else {
      throw CommandFailure(
        "pip could not install \(requirements.joined(separator: " ")); its words are above. "
          + "Words after -- go to pip, as in: emend runtime install -- --find-links WHEELS")
    }
  }

  /// Has pip take away those of the packages that are there.
  ///
  /// - Throws: ``CommandFailure`` with a way out; pip's own words are on standard error.
  func remove(_ packages: [String]) throws {
    guard exists else { return }
    // Quiet of what is not there, which is no news.
    let pip = ChildProcess(words: [python, "-m", "pip", "uninstall", "-qq", "-y"] + packages)
    guard try pip.run() == 0 else {
      throw CommandFailure(
        "\(folder): pip could not take \(packages.joined(separator: ", ")) away; its words are "
          + "above. Remove the folder and install again")
    }
  }
}
