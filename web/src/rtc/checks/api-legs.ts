/** The legs that ask our own server. */
import { closeCheck, fetchAgentAnswer, fetchLiveness, openCheck } from '../../api/checks';
import { ApiProblem } from '../../api/problem';
import type { AgentSupply, ConnectionCheck, LegReason } from '../../gen';
import { type Finding, failed } from './types';

/** Longer than any healthy answer takes. */
const ANSWER_TIMEOUT_MS = 8_000;

const within = (signal: AbortSignal) => AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);

export async function tryApi(signal: AbortSignal): Promise<Finding> {
  try {
    await fetchLiveness(within(signal));
    return { status: 'ok' };
  } catch (error) {
    return failed(reasonOf(error));
  }
}

/** A room for this test; or why there is none. */
export async function tryToken(signal: AbortSignal): Promise<ConnectionCheck | LegReason> {
  try {
    return await openCheck(within(signal));
  } catch (error) {
    return reasonOf(error);
  }
}

const OF_SUPPLY: Readonly<Record<AgentSupply, Finding>> = {
  free: { status: 'ok' },
  full: failed('agents_busy'),
  broken: failed('agents_broken'),
  none: failed('agents_absent'),
};

export async function tryAgent(checkId: string, signal: AbortSignal): Promise<Finding> {
  try {
    return OF_SUPPLY[(await fetchAgentAnswer(checkId, within(signal))).supply];
  } catch (error) {
    return failed(reasonOf(error));
  }
}

/** The room goes by itself within two minutes; sooner is better, and no trouble of the person's. */
export async function giveBack(checkId: string): Promise<void> {
  await closeCheck(checkId).catch(() => undefined);
}

/** What an error of a call says of the network; one that timed out is no ApiProblem. */
export function reasonOf(error: unknown): LegReason {
  if (!(error instanceof ApiProblem)) return 'unreachable';
  switch (error.code) {
    case 'unreachable':
    case 'unreadable':
    case 'too_many_attempts':
      return error.code;
    default:
      return 'server_trouble';
  }
}
