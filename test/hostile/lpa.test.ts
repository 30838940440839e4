import { lpaTargets } from './lpa-targets.ts';
import { testsOf } from './group-tests.ts';

testsOf(await lpaTargets());
