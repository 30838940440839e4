import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Ran } from '../support/cli.ts';
import { CliFolder } from '../support/cli.ts';
import { FakeLpac } from '../support/fake-lpac.ts';
import { openOwnPortal } from './own-portal.ts';
import type { Command, Page } from './page.ts';
import { filesOf, root } from './page.ts';

/** Whether a command keeps the terminal: the rest of the page happens in another one. */
export const staysUp = ({ words: [name] }: Command): boolean => name === 'start' || name === 'smdp';

/** Stands in for lpac, which need not be on the machine. */
const looksAtTheCard = `
ask('connect');
const { ecode } = ask('logic_channel_open', isdR);
const { data } = ask('transmit', '8' + ecode + 'e2910006bf3e035c015a');
ask('logic_channel_close', '0' + ecode);
ask('disconnect');
told(data);
process.exit(/^61|9000$/.test(data) ? 0 : 255);
`;

/** Somebody who does what a page says, in a folder of its own. */
export class Reader implements AsyncDisposable {
  readonly #lpac = new FakeLpac();
  readonly #folder = new CliFolder({ PATH: process.env['PATH'], LPAC: this.#lpac.program(looksAtTheCard) });
  #address = 'localhost:8443';
  #iccid = '';

  constructor(page: Page) {
    for (const { name, text } of filesOf(page)) {
      const path = join(this.#folder.folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    symlinkSync(`${root}node_modules`, join(this.#folder.folder, 'node_modules'), 'junction');
  }

  /** Does what a command of the page is for. */
  async follow(command: Command): Promise<Ran> {
    if (staysUp(command)) return this.begin(command.words);
    if (command.mark === 'window') return this.#look(command.words);
    return command.mark === 'portal' ? this.#show(command.words) : this.#run(command.words);
  }

  /** Starts what stays up, in a terminal of its own. */
  async begin(words: readonly string[]): Promise<Ran> {
    const { line } = await this.#folder.begin([...words, '--smdp-port', '0', '--json']);
    ({ address: this.#address } = (JSON.parse(line) as { readonly smdp: { readonly address: string } }).smdp);
    return { code: 0, out: [line], notes: [] };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#folder[Symbol.asyncDispose]();
    this.#lpac[Symbol.dispose]();
  }

  /** Where the page has an ICCID, it is the one that was shown last. */
  async #run(words: readonly string[]): Promise<Ran> {
    const filledIn = words.map((word) =>
      word.replace('localhost:8443', this.#address).replace(/^ICCID$/, this.#iccid),
    );
    const ran = await this.#folder.run(filledIn);
    this.#iccid = /ICCID (\d+)/.exec(ran.out.join('\n'))?.[1] ?? this.#iccid;
    return ran;
  }

  /** Looks at a window, and closes it by Ctrl-C. */
  async #look(words: readonly string[]): Promise<Ran> {
    const window = await this.#folder.begin([...words, '--headless'], / shows https:/);
    return window.stop();
  }

  /** Shows a portal of its own, which gives control back by itself. */
  async #show(words: readonly string[]): Promise<Ran> {
    await using portal = await openOwnPortal();
    const own = words.map((word) => word.replace('localhost:5173', portal.host));
    const ran = await this.#run([...own, '--headless']);
    if (portal.entered !== 1) throw new Error(`the portal was entered ${portal.entered} times`);
    return ran;
  }
}
