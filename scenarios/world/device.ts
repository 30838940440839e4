import type { CardStore, Euicc } from '#device-sim/euicc/index';
import { createCard, memoryCardStore, openEuicc } from '#device-sim/euicc/index';
import type { Lpa } from '#device-sim/lpa/index';
import { openLpa } from '#device-sim/lpa/index';
import type { Names } from '#shared/http/dial';
import { fromBcd } from '#shared/bytes/bcd';
import type { Eid } from '#shared/identifiers/eid';
import { makeEid, parseEid } from '#shared/identifiers/eid';
import type { CertificateIssuer, CiSet } from '#shared/pki/certificate-issuers';
import { euiccIdentity } from '#shared/pki/identities';
import type { Clock } from '#shared/runtime/clock';
import type { Entropy } from '#shared/runtime/entropy';
import type { Trace } from '#shared/runtime/trace';

import type { CardPart, DevicePart } from './world-options.ts';
