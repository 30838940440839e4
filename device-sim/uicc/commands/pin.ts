import type { Bytes } from '#shared/bytes/bytes';

import { mayBeChanged, mayBeDisabled } from '../access/pin.ts';
import type { Pin, Presented } from '../access/pins.ts';
import type { Command } from '../apdu/command.ts';
import type { Reply } from '../apdu/reply.ts';
import { done, onlyStatus } from '../apdu/reply.ts';
import { StatusError } from '../apdu/status-word.ts';
import type { UiccChannel } from '../channel.ts';

const octetsOfPin = 8;

/** VERIFY PIN (TS 102 221 §11.1.9): without data it tells the attempts left. @throws StatusError */
export async function verifyPin(channel: UiccChannel, command: Command): Promise<Reply> {
  const pin = pinOf(channel, command);
  const { left, enabled } = channel.uicc.pins.stateOf(pin);
  if (command.data.length === 0) return attempts(left);
  expectOctets(command.data, octetsOfPin);
  expectAttempts(left);
  if (!enabled) throw new StatusError('referenceInvalidated', 'the PIN is disabled');
  return presented(await channel.uicc.pins.present(pin, command.data));
}

/** CHANGE PIN (TS 102 221 §11.1.10): the old one, then the new one. @throws StatusError */
export async function changePin(channel: UiccChannel, command: Command): Promise<Reply> {
  const pin = pinOf(channel, command);
  const { left, enabled } = channel.uicc.pins.stateOf(pin);
  expectOctets(command.data, 2 * octetsOfPin);
  expectAttempts(left);
  if (!enabled) throw new StatusError('referenceInvalidated', 'the PIN is disabled');
  expectCondition(mayBeChanged(pin.configuration), 'the PIN cannot be changed');
  const [value, newValue] = halves(command.data);
  return presented(await channel.uicc.pins.present(pin, value, { value: newValue }));
}

/** DISABLE PIN (TS 102 221 §11.1.11). @throws StatusError */
export async function disablePin(channel: UiccChannel, command: Command): Promise<Reply> {
  return setEnabled(channel, command, false);
}

/** ENABLE PIN (TS 102 221 §11.1.12). @throws StatusError */
export async function enablePin(channel: UiccChannel, command: Command): Promise<Reply> {
  return setEnabled(channel, command, true);
}

/** UNBLOCK PIN (TS 102 221 §11.1.13): the PUK, then the new PIN; without data it tells the attempts left. @throws StatusError */
export async function unblockPin(channel: UiccChannel, command: Command): Promise<Reply> {
  const pin = pinOf(channel, command);
  const left = channel.uicc.pins.pukLeft(pin);
  if (left === undefined) throw new StatusError('referenceNotFound', 'the PIN has no PUK');
  if (command.data.length === 0) return attempts(left);
  expectOctets(command.data, 2 * octetsOfPin);
  expectAttempts(left);
  const [puk, newValue] = halves(command.data);
  return presented(await channel.uicc.pins.unblock(pin, puk, newValue));
}

async function setEnabled(channel: UiccChannel, command: Command, enabled: boolean): Promise<Reply> {
  const pin = pinOf(channel, command);
  const state = channel.uicc.pins.stateOf(pin);
  expectOctets(command.data, octetsOfPin);
  expectAttempts(state.left);
  expectCondition(state.enabled !== enabled, `the PIN is ${enabled ? 'enabled' : 'disabled'} already`);
  expectCondition(enabled || mayBeDisabled(pin.configuration), 'the PIN cannot be disabled');
  return presented(await channel.uicc.pins.present(pin, command.data, { enabled }));
}

function pinOf({ uicc, pinScope }: UiccChannel, { p1, p2 }: Command): Pin {
  if (p1 !== 0) throw new StatusError('incorrectP1P2', `P1 ${p1}`);
  const pin = uicc.pins.find(pinScope, p2);
  if (pin === undefined) throw new StatusError('referenceNotFound', `no PIN ${p2}`);
  return pin;
}

/** `63Cx`: x attempts left. */
function attempts(left: number): Reply {
  expectAttempts(left);
  return onlyStatus(0x63c0 | left);
}

const presented = (result: Presented): Reply =>
  result === 'right' ? done : onlyStatus(0x63c0 | result.left);

function expectAttempts(left: number): void {
  if (left <= 0) throw new StatusError('blocked', 'no attempts are left');
}

function expectOctets({ length }: Bytes, octets: number): void {
  if (length !== octets) throw new StatusError('wrongLength', `${length} octets instead of ${octets}`);
}

function expectCondition(met: boolean, otherwise: string): void {
  if (!met) throw new StatusError('conditionsNotSatisfied', otherwise);
}

const halves = (data: Bytes): readonly [Bytes, Bytes] => [
  data.slice(0, octetsOfPin),
  data.slice(octetsOfPin),
];
