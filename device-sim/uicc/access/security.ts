import type { Bytes } from '#shared/bytes/bytes';
import { fromHex } from '#shared/bytes/bytes';
import { accessRules } from '#shared/saip/access-rules';
import type { FileNode } from '#shared/saip/file-tree';
import { recordOf } from '#shared/saip/file-tree';

import { StatusError } from '../apdu/status-word.ts';
import type { FileSystem } from '../files/file-system.ts';
import type { Access } from './access-rule.ts';
import { allows } from './access-rule.ts';
import type { Pins } from './pins.ts';

/** specialFileInformation: may be read and updated while deactivated. */
const accessibleWhenDeactivated = 0x40;
const activated = 0x05;

/** What guards the files of a profile. */
export class Security {
  readonly #files: FileSystem;
  readonly #pins: Pins;

  constructor(files: FileSystem, pins: Pins) {
    this.#files = files;
    this.#pins = pins;
  }

  /**
   * @param upwards the directories from that of the file up
   * @throws StatusError securityNotSatisfied, conditionsNotSatisfied for a deactivated file
   */
  check(file: FileNode, upwards: readonly FileNode[], access: Access): void {
    const rule = this.#ruleOf(file, upwards);
    const verified = (keyReference: number): boolean => this.isVerified(upwards, keyReference);
    if (rule === undefined || !allows(rule, access, verified)) {
      throw new StatusError('securityNotSatisfied', `${file.path} is guarded`);
    }
    if (file.lifeCycle !== activated && (file.special & accessibleWhenDeactivated) === 0) {
      throw new StatusError('conditionsNotSatisfied', `${file.path} is deactivated`);
    }
  }

  /** Whether the PIN that a key reference names has been verified, or is disabled. */
  isVerified(upwards: readonly FileNode[], keyReference: number): boolean {
    const pin = this.#pins.find(upwards, keyReference);
    return pin !== undefined && this.#pins.isSatisfied(pin);
  }

  /** The rule in the nearest EF.ARR of the FID that the file names; undefined when the record is not there. */
  #ruleOf({ arr, rule }: FileNode, upwards: readonly FileNode[]): Bytes | undefined {
    if (arr === undefined) {
      const usual = rule === undefined ? undefined : accessRules[rule];
      return usual === undefined ? undefined : fromHex(usual);
    }
    for (const directory of upwards) {
      const file = this.#files.child(directory, arr.fid);
      if (file !== undefined) return recordOf({ ...file, content: this.#files.contentOf(file) }, arr.record);
    }
    return undefined;
  }
}
