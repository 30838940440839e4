import { apduTargets } from './apdu-target.ts';
import { testsOf } from './group-tests.ts';

testsOf(await apduTargets());
