import { profileTargets } from './profile-target.ts';
import { testsOf } from './group-tests.ts';

testsOf(await profileTargets());
