/**
 * Calls in the lab with faults that are known, and what was measured of them: `node record-diagnosis.ts FOLDER RUNS
 * [FAULT…]` with the number of the first run and of the last, e.g. `1-5`. Writes a trace a run to the folder,
 * FAULT-RUN.json, and a line a run to standard output; what is there already is not made again.
 * NETLAB_PICTURES=FOLDER keeps the pages that say why it was bad.
 */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { issuesSince } from '../netlab/diagnosis/baseline.ts';
import { Company, type People } from '../netlab/diagnosis/company.ts';
import { FAULTS, type Fault } from '../netlab/diagnosis/faults.ts';
import { hasNamespaces } from '../netlab/lab.ts';

/** Until everything has settled, and has been measured as it usually is. */
const SETTLED_MS = 12_000;
/** Three whole buckets at least. */
const FAULT_MS = 17_000;
const PICTURES = process.env['NETLAB_PICTURES'] ?? '';

const zVerdict = z.object({
  findings: z.array(z.object({ cause: z.string(), who: z.string().nullable() })),
});

async function record(company: Company, name: string, fault: Fault, run: number): Promise<object> {
  const strength = fault.strengths[(run - 1) % fault.strengths.length] ?? 0;
  await company.line.restore();
  await fault.prepare?.(company, strength);
  const people = await company.gather({ isBenSilent: fault.isSilent === true }).catch((error: unknown) => {
    company.line.unblock();
    throw error;
  });
  try {
    const isFromTheStart = fault.prepare !== undefined || fault.isSilent === true;
    if (!isFromTheStart) await sleep(SETTLED_MS);
    const beganMs = Date.now();
    const end = await fault.begin?.(company, strength);
    await sleep(FAULT_MS);
    const endedMs = Date.now();
    await end?.(); // a page that is starved would be long in answering
    if (PICTURES !== '') await keepPicture(people.ben, `${name}-${run}-ben`);
    const issues = await issuesOf(people, beganMs);
    for (const page of [people.ben, people.ada]) await page.goto('/');
    const leftMs = Date.now();
    await people.maria.goto('/');
    const verdict = zVerdict.parse(await ofHost(people.maria, people.meetingId, 'diagnosis'));
    const verdictMs = Date.now() - leftMs;
    const telemetry = await ofHost(people.maria, people.meetingId, 'telemetry');
    if (PICTURES !== '') await picture(people, `${name}-${run}`);
    process.stdout.write(`${name} ${run} (${strength}): ${JSON.stringify(verdict.findings.slice(0, 3))}\n`);
    return {
      fault: name,
      run,
      strength,
      began_ms: beganMs,
      ended_ms: endedMs,
      verdict_ms: verdictMs,
      issues,
      telemetry,
    };
  } finally {
    await people.leave();
    company.line.unblock();
  }
}

async function issuesOf({ maria, ada, ben }: People, sinceMs: number): Promise<object> {
  return {
    Maria: await issuesSince(maria, sinceMs),
    Ada: await issuesSince(ada, sinceMs),
    Ben: await issuesSince(ben, sinceMs),
  };
}

/** Asks the backend as the host's browser does, which alone is in the lab's network. */
async function ofHost(maria: Page, meetingId: string, what: string): Promise<unknown> {
  return await maria.evaluate(
    async ({ id, part }) => {
      const { hostKey }: { hostKey: string } = JSON.parse(
        localStorage.getItem(`parley.meeting.${id}`) ?? '{}',
      );
      const headers = { authorization: `Bearer ${hostKey}` };
      const answer = await fetch(`/api/meetings/${id}/${part}`, { headers });
      if (!answer.ok) throw new Error(`${part}: ${answer.status} ${await answer.text()}`);
      return await answer.json();
    },
    { id: meetingId, part: what },
  );
}

async function picture({ maria, meetingId }: People, name: string): Promise<void> {
  await maria.goto(`/m/${meetingId}/quality`);
  await maria.getByRole('heading', { level: 1 }).waitFor();
  await keepPicture(maria, name);
}

async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
}

const [, , folder = '', runs = '', ...names] = process.argv;
const [first = Number.NaN, last = first] = runs.split('-').map(Number);
const wanted = names.length === 0 ? Object.keys(FAULTS) : names;
if (!(first >= 1 && last >= first) || wanted.some((name) => FAULTS[name] === undefined))
  throw new Error(`usage: node record-diagnosis.ts FOLDER FIRST-LAST [${Object.keys(FAULTS).join('|')}]…`);
if (!hasNamespaces()) throw new Error('needs root, iproute2 and nftables');
mkdirSync(folder, { recursive: true });
let isStopped = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    isStopped = true; // once the run in hand is over: what it has started has to be ended
  });
// An error on a page must not end the others' calls, and leave the lab behind.
process.on('uncaughtException', (error) => {
  process.stderr.write(`${error}\n`);
  process.exitCode = 1;
});
const scratch = mkdtempSync(join(tmpdir(), 'parley-diagnosis-'));
const company = await Company.open(scratch);
try {
  for (let run = first; run <= last; run += 1)
    for (const name of wanted) {
      const fault = FAULTS[name];
      const file = join(folder, `${name}-${run}.json`);
      if (fault === undefined || isStopped || existsSync(file)) continue;
      try {
        const trace = await record(company, name, fault, run);
        writeFileSync(file, `${JSON.stringify(trace)}\n`);
      } catch (error) {
        process.stderr.write(`${name} ${run}: ${error}\n`);
      }
    }
} finally {
  await company.close();
  rmSync(scratch, { recursive: true, force: true });
}
