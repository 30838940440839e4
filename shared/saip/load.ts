import { DecodeError } from '#shared/asn1/index';
import type { Bytes } from '#shared/bytes/bytes';

import type { PeStatus } from './euicc-response.ts';
import { fileAt } from './file-tree.ts';
import type { ProfileOwner } from './load-checks.ts';
import {
  checkFileIccid,
  checkHeader,
  checkHeaderIccid,
  checkOwner,
  checkTestKeys,
  repeatedIdentification,
} from './load-checks.ts';
import { loadFiles } from './load-files.ts';
import type { LoadErrorReason } from './load-refusal.ts';
import { LoadRefusal, loadErrorReasons, peStatuses } from './load-refusal.ts';
import type { ApplicationKeys, LoadedProfile, PinSet } from './loaded-profile.ts';
import type { PukConfiguration } from './pins-element.ts';
import type { ProfileElement } from './profile-elements.ts';
import { elementHeader, elementName } from './profile-elements.ts';
import type { ServiceName } from './profile-header.ts';
import { serviceNames } from './profile-header.ts';
import { filesMemory } from './profile-memory.ts';
import { parseProfile } from './profile-package.ts';
import { imsiFromFile } from './subscriber-encodings.ts';
import { TreeBuilder, pathOf } from './tree-builder.ts';

/** What the card knows when a package arrives. */
export interface LoadOptions {
  /** ICCID of StoreMetadata: 10 octets, nibbles swapped. */
  readonly iccid: Bytes;
  readonly owner?: ProfileOwner;
  readonly profileClass: 'test' | 'provisioning' | 'operational';
  /** Highest major version of the package format; 3 unless told. */
  readonly supportedMajor?: number;
  /** Services the card has; all unless told. */
  readonly supportedServices?: readonly ServiceName[];
  /** Free non-volatile memory in octets; not looked at unless told. */
  readonly freeMemory?: number;
}

/** What became of a package. */
export type LoadResult = LoadSuccess | LoadFailure;

/** The package is loaded; `peStatus` is what simaResponse says. */
export interface LoadSuccess extends LoadedProfile {
  readonly ok: true;
  readonly peStatus: readonly PeStatus[];
}

/** The package is not loaded, and nothing of it stays. */
export interface LoadFailure {
  readonly ok: false;
  /** ErrorReason of the ProfileInstallationResult: 10, 12, 13 or 14. */
  readonly errorReason: LoadErrorReason;
  /** Empty when the fault is not one of an element (13, 14). */
  readonly peStatus: readonly PeStatus[];
  /** Name of the element at fault and its place in the package, from 0. */
  readonly element?: string;
  readonly index?: number;
  /** A sentence for people. */
  readonly what: string;
}

/** Loads a package as a card does (TCA SAIP; SGP.22 §2.5.6). Refusals are results; nothing is thrown for any octets. */
export function loadProfile(profile: Bytes | readonly ProfileElement[], options: LoadOptions): LoadResult {
  let elements: readonly ProfileElement[];
  try {
    elements = profile instanceof Uint8Array ? parseProfile(profile) : profile;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    return failure(new LoadRefusal('invalid-request-format', error.message));
  }
  const loading = new Loading(options);
  try {
    return loading.run(elements);
  } catch (error) {
    if (!(error instanceof LoadRefusal)) throw error;
    return failure(error, loading.current, elements);
  }
}

class Loading {
  readonly #options: LoadOptions;
  readonly #builder = new TreeBuilder();
  readonly #aka: ApplicationKeys[] = [];
  readonly #pins: PinSet[] = [];
  readonly #puks: PukConfiguration[] = [];
  readonly #others: ProfileElement[] = [];
  /** The element being worked on. */
  current: ProfileElement | undefined;

  constructor(options: LoadOptions) {
    this.#options = options;
  }

  run(elements: readonly ProfileElement[]): LoadSuccess {
    this.#checkUnknown(elements);
    this.#checkFrame(elements);
    for (const element of elements) {
      this.current = element;
      this.#perform(element);
    }
    this.#builder.checkLinks();
    this.current = undefined;
    return { ok: true, peStatus: [{ status: peStatuses.ok }], ...this.#finish() };
  }

  #checkUnknown(elements: readonly ProfileElement[]): void {
    for (const element of elements) {
      this.current = element;
      if (element.unknown !== undefined && elementHeader(element)?.mandated !== undefined)
        throw new LoadRefusal('pe-not-supported', 'an element that is mandated is not known');
    }
  }

  #checkFrame(elements: readonly ProfileElement[]): void {
    const [first] = elements;
    this.current = first;
    if (first?.header === undefined)
      throw new LoadRefusal('invalid-request-format', 'the package does not begin with a header');
    const { supportedMajor = 3, supportedServices = serviceNames, iccid } = this.#options;
    checkHeader(first.header, supportedMajor, supportedServices);
    checkHeaderIccid(first.header, iccid);
    this.current = elements.slice(1).find((element) => element.header !== undefined);
    if (this.current !== undefined) throw new LoadRefusal('invalid-request-format', 'a second header');
    this.current = repeatedIdentification(elements);
    if (this.current !== undefined)
      throw new LoadRefusal('invalid-request-format', 'an earlier element has the same identification');
    this.current = elements.at(-1);
    const ends = elements.filter((element) => element.end !== undefined).length;
    if (this.current?.end === undefined || ends !== 1)
      throw new LoadRefusal('invalid-request-format', 'the package does not end with its only End');
  }

  #perform(element: ProfileElement): void {
    loadFiles(this.#builder, element);
    if (element.pinCodes !== undefined) this.#keepPins(element.pinCodes.pinCodes);
    if (element.pukCodes !== undefined) for (const puk of element.pukCodes.pukCodes) this.#puks.push(puk);
    if (element.akaParameter !== undefined) {
      const application = this.#builder.application;
      if (application === undefined) throw new LoadRefusal('bad-values', 'keys come before any application');
      checkAlgorithm(element.akaParameter.algoConfiguration.algoParameter?.algorithmID);
      this.#aka.push({ application, parameter: element.akaParameter });
    }
    const { cdmaParameter, securityDomain, rfm, application, nonStandard } = element;
    if (cdmaParameter ?? securityDomain ?? rfm ?? application ?? nonStandard) this.#others.push(element);
  }

  #keepPins(codes: NonNullable<ProfileElement['pinCodes']>['pinCodes']): void {
    const directory = this.#builder.directory;
    if (this.#builder.directoryAt(directory) === undefined)
      throw new LoadRefusal('bad-values', 'PINs come before any directory');
    if (codes.pinconfig !== undefined) {
      this.#pins.push({ directory, pins: codes.pinconfig });
      return;
    }
    const sharedWith = pathOf(codes.filePath);
    if (this.#builder.directoryAt(sharedWith) === undefined)
      throw new LoadRefusal('bad-values', `PINs are shared with ${sharedWith}, which does not exist`);
    this.#pins.push({ directory, pins: [], sharedWith });
  }

  #finish(): LoadedProfile {
    const files = this.#builder.tree();
    const { iccid, owner, profileClass, freeMemory = Infinity } = this.#options;
    checkFileIccid(files, iccid);
    const usim = files.nodes.find((node) => node.name === 'adf-usim');
    const imsiFile = usim === undefined ? undefined : fileAt(files, `${usim.path}/6F07`);
    const imsi = imsiFile === undefined ? undefined : imsiFromFile(imsiFile.content);
    const memory = filesMemory(files.nodes);
    const loaded: LoadedProfile = {
      files,
      aka: this.#aka,
      pins: this.#pins,
      puks: this.#puks,
      others: this.#others,
      ...(imsi === undefined ? {} : { imsi }),
      memory,
    };
    if (owner !== undefined) checkOwner(loaded, owner);
    if (profileClass === 'test') checkTestKeys(loaded);
    if (memory > freeMemory)
      throw new LoadRefusal(
        'not-enough-memory',
        `the profile takes ${memory} octets, ${freeMemory} are free`,
      );
    return loaded;
  }
}

function checkAlgorithm(algorithmId: number | undefined): void {
  if (algorithmId !== undefined && (algorithmId < 1 || algorithmId > 3))
    throw new LoadRefusal('bad-values', `no algorithm has the number ${algorithmId}`);
}

function failure(
  refusal: LoadRefusal,
  element?: ProfileElement,
  elements: readonly ProfileElement[] = [],
): LoadFailure {
  const { errorReason, status, additionalInformation } = refusal;
  const identification = element === undefined ? undefined : elementHeader(element)?.identification;
  const ofElement =
    errorReason === loadErrorReasons.peProcessingError || errorReason === loadErrorReasons.insufficientMemory;
  const peStatus: PeStatus = {
    status,
    ...(identification === undefined ? {} : { identification }),
    ...(additionalInformation === undefined ? {} : { additionalInformation }),
  };
  return {
    ok: false,
    errorReason,
    peStatus: ofElement ? [peStatus] : [],
    ...(element === undefined ? {} : { element: elementName(element), index: elements.indexOf(element) }),
    what: refusal.message,
  };
}
