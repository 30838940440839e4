import { packageTargets } from './package-target.ts';
import { testsOf } from './group-tests.ts';

testsOf(await packageTargets());
