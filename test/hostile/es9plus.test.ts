import { es9plusTargets } from './es9plus-targets.ts';
import { testsOf } from './group-tests.ts';

testsOf(await es9plusTargets());
