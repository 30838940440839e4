import fc from 'fast-check';

/** Property tests draw the same values each time, unless a number or `random` is asked for. */
const { ESIMLAB_PROPERTY_SEED: asked = '1' } = process.env;

if (asked !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(asked) });
