import { operatorTargets } from './operator-target.ts';
import { testsOf } from './group-tests.ts';

testsOf(await operatorTargets());
