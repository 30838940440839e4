/** The layer table as rules: what a folder may import. Everything not allowed is forbidden. */
const layer = (name, from, may, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^(shared|smdp|device-sim|scenarios|lab|test)/', pathNot: [from, ...may] },
});

const shared = (...names) => names.map((name) => `^shared/${name}/`);
const door = '/index\\.ts$';
const foundation = shared('bytes', 'asn1', 'identifiers', 'crypto', 'runtime');

const packages = (name, modules, allowed) => ({
  name,
  severity: 'error',
  from: { path: '^(shared|smdp|device-sim|scenarios|lab)/', pathNot: allowed },
  to: { path: modules.map((module) => `node_modules/${module}/`) },
});

module.exports = {
  forbidden: [
    layer('bytes', '^shared/bytes/', []),
    layer('runtime', '^shared/runtime/', shared('bytes')),
    layer('asn1', '^shared/asn1/', shared('bytes')),
    layer('identifiers', '^shared/identifiers/', shared('bytes')),
    layer('crypto', '^shared/crypto/', shared('bytes', 'asn1')),
    layer('http', '^shared/http/', shared('bytes', 'runtime')),
    layer('storage', '^shared/storage/', shared('bytes', 'runtime')),
    layer('pki', '^shared/pki/', foundation),
    layer('saip', '^shared/saip/', foundation),
    layer('rsp', '^shared/rsp/', [...shared('bytes', 'asn1', 'identifiers'), '^shared/http/contract\\.ts$']),
    layer('smdp', '^smdp/', ['^shared/']),
    layer('euicc', '^device-sim/euicc/', ['^shared/', '^device-sim/[^/]+/index\\.ts$']),
    layer('uicc', '^device-sim/uicc/', ['^shared/']),
    layer('network', '^device-sim/network/', ['^shared/']),
    layer('modem', '^device-sim/modem/', ['^shared/', '^device-sim/[^/]+/index\\.ts$']),
    layer('readers', '^device-sim/readers/', ['^shared/', '^device-sim/[^/]+/index\\.ts$']),
    layer('mobile-plans', '^device-sim/mobile-plans/', ['^shared/', '^device-sim/[^/]+/index\\.ts$']),
    {
      ...layer('lpa', '^device-sim/lpa/', ['^shared/', '^device-sim/[^/]+/index\\.ts$']),
      comment: 'The APDU is the only way into the card.',
    },
    {
      name: 'lpa-not-euicc',
      comment: 'The APDU is the only way into the card.',
      severity: 'error',
      from: { path: '^device-sim/(lpa|mobile-plans|web-activation|modem)/' },
      to: { path: '^device-sim/(euicc|uicc)/' },
    },
    layer('scenarios', '^scenarios/', ['^shared/', `^smdp${door}`, '^device-sim/[^/]+/index\\.ts$']),
    layer('lab', '^lab/', [
      '^shared/',
      `^smdp${door}`,
      '^device-sim/[^/]+/index\\.ts$',
      '^scenarios/[^/]+/index\\.ts$',
    ]),
    packages('express-only-there', ['express'], ['^smdp/http/', '^scenarios/operator/', '^lab/control/']),
    packages('ws-only-there', ['ws'], ['^lab/control/']),
    packages(
      'playwright-only-there',
      ['playwright-core', '@playwright/test', 'playwright'],
      ['^device-sim/mobile-plans/hosting/', '^lab/playwright/'],
    ),
    packages('sqlite-only-there', ['kysely', 'libsql'], ['^shared/storage/']),
    packages('asn1js-only-there', ['asn1js'], ['^shared/asn1/dump', '^shared/pki/x509']),
    packages('forge-only-there', ['node-forge'], ['^shared/pki/web/']),
    packages('noble-only-there', ['@noble'], ['^shared/crypto/']),
    packages('pino-only-there', ['pino'], ['^shared/runtime/log']),
    packages('zod-only-there', ['zod'], ['^shared/runtime/settings', '^scenarios/', '^lab/control/']),
    packages('yaml-only-there', ['yaml'], ['^shared/runtime/settings', '^scenarios/']),
    packages('terminal-only-there', ['commander', 'picocolors', 'cli-table3'], ['^lab/cli/']),
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { conditionNames: ['source', 'import', 'node', 'default', 'types'] },
  },
};
