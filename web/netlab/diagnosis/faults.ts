/** The eight faults that the diagnosis must tell apart, each done to Ben or to the house. */
import { setTimeout as sleep } from 'node:timers/promises';
import { SFU_TCP_PORT } from '../house.ts';
import type { Company } from './company.ts';
import { starve } from './cpu-quota.ts';

export interface Fault {
  /** How bad it is in one run after another. */
  readonly strengths: readonly number[];
  /** What Ben's microphone gives. */
  readonly isSilent?: boolean;
  /** Before anybody comes; taken back by `end`. */
  readonly prepare?: (company: Company, strength: number) => Promise<void>;
  /** In the call; resolves with what ends it. */
  readonly begin?: (company: Company, strength: number) => Promise<() => Promise<void>>;
}

/** For how long the engine works between two halts: a clip is done, and none in time. */
const ENGINE_WORKS_MS = 200;

const spoilt =
  (line: (strength: number) => Parameters<Company['line']['spoil']>[0]) =>
  async (company: Company, strength: number) => {
    await company.line.spoil(line(strength));
    return () => company.line.restore();
  };

export const FAULTS: Readonly<Record<string, Fault>> = {
  clean: { strengths: [0] },
  uplink_loss: {
    strengths: [0.05, 0.15, 0.08, 0.12, 0.1], // of the packets
    begin: spoilt((loss) => ({ up: { loss } })),
  },
  downlink_loss: {
    strengths: [0.1, 0.06, 0.15, 0.08, 0.12],
    begin: spoilt((loss) => ({ down: { loss } })),
  },
  cap: {
    strengths: [400, 300, 500, 350, 450], // kbit/s, each way
    begin: spoilt((kbps) => ({ up: { kbps }, down: { kbps } })),
  },
  cpu: {
    strengths: [0.15, 0.2, 0.12, 0.18, 0.1], // of a core, for a whole browser
    begin: async ({ line }, share) => {
      const feed = starve(line.processes(), share);
      return async () => feed();
    },
  },
  relay: {
    strengths: [120, 90, 200, 150, 100], // ms, one way
    prepare: async ({ line }, delay) => {
      line.block([SFU_TCP_PORT]);
      await line.spoil({ up: { delay_ms: delay }, down: { delay_ms: delay } });
    },
  },
  silent_microphone: { strengths: [0], isSilent: true },
  slow_agent: {
    strengths: [4000, 3000, 6000, 5000, 3500], // ms that the speech engine stands still, again and again
    begin: async (company, haltMs) => {
      const engine = company.speechEngine();
      let isOver = false;
      const halting = (async () => {
        while (!isOver) {
          process.kill(engine, 'SIGSTOP');
          await sleep(haltMs);
          process.kill(engine, 'SIGCONT');
          await sleep(ENGINE_WORKS_MS);
        }
      })();
      return async () => {
        isOver = true;
        await halting;
      };
    },
  },
  sfu_stopped: {
    strengths: [1000], // ms
    begin: async (company, haltMs) => {
      const sfu = company.sfu();
      process.kill(sfu, 'SIGSTOP');
      await sleep(haltMs);
      process.kill(sfu, 'SIGCONT');
      return async () => undefined;
    },
  },
};
