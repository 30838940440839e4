import { certificateTargets } from './certificate-targets.ts';
import { testsOf } from './group-tests.ts';

/** Fewer: they come with AuthenticateServer, PrepareDownload, authenticateClient and notifications as well. */
testsOf(await certificateTargets(), 3_000);
