import type { CiSet } from '#shared/pki/certificate-issuers';
import { serverIdentity } from '#shared/pki/identities';
import { sgp26BrainpoolCi, sgp26Identity } from '#shared/pki/sgp26';
import { systemClock } from '#shared/runtime/clock';
import { systemEntropy } from '#shared/runtime/entropy';

import { dataFolderOf } from '../data.ts';
import { ExportFolder } from '../export-folder.ts';
import { ciSetOf } from '../own-ci.ts';
import type { AddCommand } from '../program.ts';
import { settingsOf, withSettings } from '../settings-options.ts';

/** `esimlab pki export`: the certificates others need to trust, or to be trusted. */
export const addPki: AddCommand = (program, given) => {
  const pki = program
    .command('pki')
    .description('Certificates of the lab.')
    .addHelpText('after', '\nExample: esimlab pki export --out certificates');
  const command = pki
    .command('export')
    .description('Writes the certificates that others need to trust the lab, in PEM and DER.')
    .option('--out <folder>', 'where to write them', 'esimlab-pki')
    .option('--keys', 'write private keys too (they are test keys; keep them out of production all the same)')
    .option('--web', 'write the web CA too, and with --keys an operator client (web-client.p12)')
    .option('--json', 'print what was written as JSON')
    .addHelpText('after', '\nExample: esimlab pki export --out certificates');
  withSettings(command, 'ci', 'data').action(async () => {
    const options = command.opts<{ out: string; keys?: true; web?: true; json?: true }>();
    const { keys = false, web = false, json = false, out } = options;
    const settings = await settingsOf(command, given);
    const data = dataFolderOf(settings, given);
    const folder = new ExportFolder(out, given.folder, keys);
    exportIssuers(folder, ciSetOf(settings.ci, data, making), settings.ci);
    exportServers(folder, ciSetOf(settings.ci, data, making));
    if (web) {
      const password = await exportWebInto(folder, data, keys);
      if (password !== undefined) given.terminal.note(`web-client.p12 opens with the password ${password}`);
    }
    if (json) given.terminal.out(JSON.stringify({ folder: out, written: folder.written }));
    else
      for (const { file, what, keyId } of folder.written)
        given.terminal.out(`${file}  ${what}  ${keyId}`.trimEnd());
  });
};

const making = { entropy: systemEntropy(), clock: systemClock() };

function exportIssuers(folder: ExportFolder, { nist, brainpool }: CiSet, which: 'test' | 'own'): void {
  folder.identity('ci-nist', `CI, NIST P-256: ${nist.name}`, nist.certificate, nist.key);
  folder.identity(
    'ci-brainpool',
    `CI, brainpoolP256r1: ${brainpool.name}`,
    brainpool.certificate,
    brainpool.key,
  );
  if (which === 'own') return;
  const eum = sgp26Identity('eumNist');
  folder.identity(
    'ci-brainpool-sgp26',
    'CI, brainpoolP256r1: published in SGP.26',
    sgp26BrainpoolCi().certificate,
  );
  folder.identity('eum-nist', 'EUM of the lab eUICCs', eum.certificate, eum.key);
}

function exportServers(folder: ExportFolder, cis: CiSet): void {
  for (const curve of ['nist', 'brainpool'] as const) {
    const { dpAuth, dpPb, dpTls } = serverIdentity({ ci: cis[curve], addresses: [], ...making });
    for (const [role, { certificate, key }] of Object.entries({
      'dp-auth': dpAuth,
      'dp-pb': dpPb,
      'dp-tls': dpTls,
    })) {
      folder.identity(`${role}-${curve}`, `${role} of a lab SM-DP+`, certificate, key);
    }
  }
}

/** Loads RSA only where it is asked for: it takes its time. Returns the password of the PKCS#12 file. */
async function exportWebInto(folder: ExportFolder, data: string, keys: boolean): Promise<string | undefined> {
  const { exportWeb } = await import('../export-web.ts');
  const { files, password } = exportWeb(data, keys, making);
  for (const { name, what, content, mode, keyId } of files) folder.made(name, what, content, mode, keyId);
  return password;
}
