import DaichoGit
import DaichoModel
import Foundation

extension Workspace {
  func examineMachine(_ surroundings: Surroundings) -> [Examination] {
    [examineZone(surroundings), examineClock(), examineDisk()]
  }

  /// A machine elsewhere does no harm: every date is reckoned in the workspace's own zone.
  private func examineZone(_ surroundings: Surroundings) -> Examination {
    guard let machine = ZoneOffsets(timeZone: surroundings.timeZone),
      machine.offset(at: moment.seconds) != moment.zone.offset(at: moment.seconds)
    else { return .ok("time-zone", .zone(settings.timeZone)) }
    return .ok("time-zone", .zoneDiffers(settings.timeZone, machine: surroundings.timeZone))
  }

  /// 2026-01-01; no version of daicho is older.
  private static let earliest: Int64 = 1_767_225_600

  private func examineClock() -> Examination {
    let set = Wording.setClock
    if moment.seconds < Workspace.earliest { return .error("clock", .clockWrong(moment.local), remedy: set) }
    let last = ((try? repository?.lastCommitTime()) ?? nil) ?? 0
    let behind = last - moment.seconds
    if behind > 600 { return .warning("clock", .clockBehind(minutes: Int(behind / 60)), remedy: set) }
    return .ok("clock", .clock(moment.local))
  }

  private static let scarce: Int64 = 1 << 30
  private static let exhausted: Int64 = 64 << 20

  private func examineDisk() -> Examination {
    let attributes = try? FileManager.default.attributesOfFileSystem(forPath: root)
    guard let free = (attributes?[.systemFreeSize] as? NSNumber)?.int64Value else {
      return .ok("disk", .diskUnknown)
    }
    guard access(root, W_OK) == 0 else {
      return .error("disk", .folderReadOnly(root), remedy: .command("ls -ld '\(root)'"))
    }
    if free < Workspace.exhausted { return .error("disk", .diskFree(Wording.bytes(free)), remedy: .freeDisk) }
    if free < Workspace.scarce { return .warning("disk", .diskFree(Wording.bytes(free)), remedy: .freeDisk) }
    return .ok("disk", .diskFree(Wording.bytes(free)))
  }
}
