import { cardTargets } from './card-targets.ts';
import { testsOf } from './group-tests.ts';

testsOf(await cardTargets());
