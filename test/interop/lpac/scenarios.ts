/** An order that waits at our SM-DP+. */
export interface LpacOrder {
  /** Empty: found by the EID of the card. */
  readonly matchingId: string;
  readonly confirmationCode?: string;
  /** False: not for download yet. */
  readonly released?: boolean;
}

/** One command of lpac. The word `{0}` is the ICCID of the profile that was ordered first, and so on. */
export interface LpacCommand {
  readonly args: readonly string[];
  /** Lines for its stdin; `dumped` are those that an earlier `notification dump` wrote. */
  readonly input?: readonly string[] | 'dumped';
}

/** What a run with lpac is made of. */
export interface LpacMade {
  readonly seed: number;
  /** Where our clock stands still, ISO 8601. */
  readonly start: string;
  /** CI of the card; the SM-DP+ is under both, and its TLS under the NIST one, because lpac's curl has no brainpool. */
  readonly ci: 'nist' | 'brp';
  readonly orders: readonly LpacOrder[];
  /** Profiles that our own LPA has downloaded before, disabled and reported. */
  readonly installed: number;
  /** The driver of lpac's HTTP: its own TLS, or through our bridge. */
  readonly http: 'curl' | 'stdio';
  /** LPAC_CUSTOM_ES10X_MSS; undefined: lpac's own 120. */
  readonly blockSize?: number;
  readonly commands: readonly LpacCommand[];
}

export interface LpacScenario {
  readonly title: string;
  readonly made: LpacMade;
}

/** The name of our SM-DP+ in the world of a run. */
export const smdpAddress = 'smdp.operator.test';

const common = {
  seed: 1,
  start: '2026-11-23T09:00:00.000Z',
  ci: 'nist',
  orders: [],
  installed: 0,
  http: 'curl',
} as const;
const order = { matchingId: 'LPAC-1' } as const;
const secret = { ...order, confirmationCode: '4711' } as const;
const code = `LPA:1$${smdpAddress}$LPAC-1`;
const run = (line: string, input?: LpacCommand['input']): LpacCommand => ({
  args: line.split(' '),
  ...(input === undefined ? {} : { input }),
});
const download = (more = ''): LpacCommand => run(`profile download -a ${code}${more}`);

const byBlockSize = ([6, 63, 120, 255] as const).map((blockSize): readonly [string, LpacScenario] => [
  `block-size-${blockSize}`,
  {
    title: `a download in blocks of ${blockSize} octets`,
    made: { ...common, orders: [order], blockSize, http: 'stdio', commands: [download()] },
  },
]);

/** The scenarios with lpac by the name of their recording. */
export const lpacScenarios: Readonly<Record<string, LpacScenario>> = {
  'chip-info': { title: 'chip info of a new card', made: { ...common, commands: [run('chip info')] } },
  'matching-id': {
    title: 'a download by matchingId, and what the card has then',
    made: {
      ...common,
      orders: [order],
      commands: [
        run(`profile download -s ${smdpAddress} -m LPAC-1 -i 352906110000001`),
        run('profile list'),
        run('notification list'),
        run('notification process -a -r'),
      ],
    },
  },
  'activation-code': {
    title: 'a download by activation code, enabled and reported',
    made: {
      ...common,
      orders: [order],
      commands: [
        download(),
        run('profile enable {0} 1'),
        run('notification process -a -r'),
        run('profile list'),
      ],
    },
  },
  'stdio-http': {
    title: 'a download by activation code through the stdio driver of HTTP',
    made: {
      ...common,
      orders: [order],
      http: 'stdio',
      commands: [download(), run('notification process -a -r')],
    },
  },
  brainpool: {
    title: 'a download under a brainpool CI',
    made: { ...common, ci: 'brp', orders: [order], commands: [download()] },
  },
  'default-smdp': {
    title: 'a default SM-DP+ is set, and its order for this card downloaded',
    made: {
      ...common,
      orders: [{ matchingId: '' }],
      commands: [run(`chip defaultsmdp ${smdpAddress}`), run('chip info'), run('profile download')],
    },
  },
  'confirmation-code-right': {
    title: 'the right Confirmation Code',
    made: { ...common, orders: [secret], commands: [download(' -c 4711')] },
  },
  'confirmation-code-wrong': {
    title: 'a wrong Confirmation Code until the order is gone',
    made: { ...common, orders: [secret], commands: Array(4).fill(download(' -c 9999')) as LpacCommand[] },
  },
  'confirmation-code-missing': {
    title: 'no Confirmation Code where one is needed',
    made: { ...common, orders: [secret], commands: [download()] },
  },
  'preview-declined': {
    title: 'the person sees the profile and declines',
    made: {
      ...common,
      orders: [order],
      commands: [run(`profile download -p -a ${code}`, ['n']), run('profile list')],
    },
  },
  'preview-accepted': {
    title: 'the person sees the profile and takes it',
    made: { ...common, orders: [order], commands: [run(`profile download -p -a ${code}`, ['y'])] },
  },
  refused: {
    title: 'an unknown code, one that is not released, and one that is used up',
    made: {
      ...common,
      orders: [order, { matchingId: 'LATER', released: false }],
      commands: [
        run(`profile download -s ${smdpAddress} -m UNKNOWN`),
        run(`profile download -s ${smdpAddress} -m LATER`),
        download(),
        run('notification process -a -r'),
        download(),
      ],
    },
  },
  list: {
    title: 'the list of profiles: none, and two',
    made: { ...common, installed: 2, commands: [run('profile list')] },
  },
  'list-empty': {
    title: 'the list of a card without profiles',
    made: { ...common, commands: [run('profile list')] },
  },
  nickname: {
    title: 'a nickname is given and taken away',
    made: {
      ...common,
      installed: 1,
      commands: [
        run('profile nickname {0} Zweitkarte'),
        run('profile list'),
        { args: ['profile', 'nickname', '{0}', ''] },
        run('profile nickname 8900000000000000000 Nobody'),
      ],
    },
  },
  'enable-and-disable': {
    title: 'enable and disable, and every way to do it twice',
    made: {
      ...common,
      installed: 2,
      commands: [
        run('profile enable {0} 1'),
        run('profile enable {0}'),
        run('profile enable {1} 0'),
        run('profile list'),
        run('profile disable {0}'),
        run('profile disable {1} 1'),
        run('profile disable {1}'),
        run('profile enable 8900000000000000000'),
        run('notification list'),
      ],
    },
  },
  delete: {
    title: 'a disabled profile is deleted, an enabled one and none are not',
    made: {
      ...common,
      installed: 2,
      commands: [
        run('profile enable {1}'),
        run('profile delete {1}'),
        run('profile delete {0}'),
        run('profile delete {0}'),
        run('profile list'),
      ],
    },
  },
  'notification-process': {
    title: 'notifications are listed, delivered and removed',
    made: {
      ...common,
      installed: 1,
      commands: [
        run('profile enable {0}'),
        run('profile disable {0}'),
        run('notification list'),
        run('notification process -a'),
        run('notification process -a -r'),
        run('notification list'),
      ],
    },
  },
  'notification-stdio': {
    title: 'notifications are delivered through the stdio driver of HTTP',
    made: {
      ...common,
      installed: 1,
      http: 'stdio',
      commands: [run('profile enable {0}'), run('profile disable {0}'), run('notification process -a -r')],
    },
  },
  'notification-remove': {
    title: 'notifications are removed without being delivered',
    made: {
      ...common,
      installed: 1,
      commands: [
        run('profile enable {0}'),
        run('profile disable {0}'),
        run('notification remove 3'),
        run('notification remove 99'),
        run('notification remove -a'),
        run('notification list'),
      ],
    },
  },
  'notification-dump': {
    title: 'notifications are dumped, and delivered from the dump',
    made: {
      ...common,
      installed: 1,
      commands: [
        run('profile enable {0}'),
        run('profile disable {0}'),
        run('notification dump -a'),
        run('notification replay', 'dumped'),
        run('notification list'),
      ],
    },
  },
  purge: {
    title: 'the card is reset to where it began',
    made: {
      ...common,
      installed: 2,
      commands: [
        run('profile enable {0}'),
        run('chip purge yes'),
        run('profile list'),
        run('notification list'),
        run('chip purge yes'),
      ],
    },
  },
  ...Object.fromEntries(byBlockSize),
};
