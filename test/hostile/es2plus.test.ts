import { es2plusTargets } from './es2plus-targets.ts';
import { testsOf } from './group-tests.ts';

testsOf(await es2plusTargets());
