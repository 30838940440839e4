/** The UICC of an enabled profile: its files, PINs and keys behind APDUs (TS 102 221, TS 31.102). Its only user is the eUICC. */
export { parseCommand } from './apdu/command.ts';
export type { Command } from './apdu/command.ts';
export type { Reply } from './apdu/reply.ts';
export { statusOctets, statusWords, StatusError, withStatus } from './apdu/status-word.ts';
export type { UiccChannel } from './channel.ts';
export { wantedBy } from './commands/select-file.ts';
export type { KeptItem } from './kept.ts';
export { Uicc } from './uicc.ts';
