import { describe, expect, it } from 'vitest';
import batch from '../../../../tests/golden/TelemetryBatch.left-at-once.json';
import { ApiProblem, type ApiProblemCode } from '../../api/problem';
import { zTelemetryBatch } from '../../gen';
import { type Letter, Mailbox } from './mailbox';

const [BUCKET] = zTelemetryBatch.parse(batch).buckets;

/** A mailbox whose door answers as it is told to, and keeps what came in. */
function opened() {
  const told: number[][] = [];
  const last: number[][] = [];
  const answers: (ApiProblemCode | null)[] = [];
  const numbers = ({ buckets }: Letter) => buckets.map(({ sequence }) => sequence);
  const mailbox = new Mailbox(
    {
      isOpen: () => Promise.resolve(true),
      async tell(letter) {
        told.push(numbers(letter));
        const problem = answers.shift() ?? null;
        if (problem !== null) throw new ApiProblem(problem, 'No.');
      },
      tellAtLast: (letter) => last.push(numbers(letter)),
    },
    () => ({ page_id: 'kX8vQ1z0aV7n1xKp', sent_at_ms: 0, marks: zTelemetryBatch.parse(batch).marks }),
  );
  let sequence = 0;
  const put = (count: number) => {
    for (let index = 0; index < count; index += 1, sequence += 1) {
      if (BUCKET !== undefined) mailbox.put({ ...BUCKET, sequence });
    }
  };
  return { mailbox, put, told, last, answers };
}

describe('the mailbox', () => {
  it('sends three buckets at a time, each once', async () => {
    const { mailbox, put, told } = opened();
    for (let second = 0; second < 7; second += 1) {
      put(1);
      await mailbox.send();
    }
    expect(told).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
  });

  it.each(['unreachable', 'too_many_attempts', 'telemetry_busy', 'internal'] as const)(
    'keeps what met %s',
    async (problem) => {
      const { mailbox, put, told, answers } = opened();
      answers.push(problem);
      put(3);
      await mailbox.send();
      put(3);
      await mailbox.send();
      expect(told).toEqual([
        [0, 1, 2],
        [0, 1, 2],
        [3, 4, 5],
      ]);
    },
  );

  it.each(['telemetry_replayed', 'telemetry_untimely', 'invalid_request'] as const)(
    'drops what met %s and goes on',
    async (problem) => {
      const { mailbox, put, told, answers } = opened();
      answers.push(problem);
      put(6);
      await mailbox.send();
      expect(told).toEqual([
        [0, 1, 2],
        [3, 4, 5],
      ]);
    },
  );

  it.each(['telemetry_off', 'credential_invalid', 'meeting_ended'] as const)(
    'says no more after %s',
    async (problem) => {
      const { mailbox, put, told, last, answers } = opened();
      answers.push(problem);
      put(6);
      await mailbox.send();
      put(3);
      await mailbox.send();
      mailbox.sendAtLast();
      expect([told, last]).toEqual([[[0, 1, 2]], []]);
    },
  );

  it('keeps two minutes of a network that is away, whole batches of them', async () => {
    const { mailbox, put, last } = opened();
    put(40);
    mailbox.sendAtLast();
    const kept = last.flat();
    expect(kept.length).toBeLessThanOrEqual(24);
    expect(kept.at(-1)).toBe(39);
    expect(kept[0]).toSatisfy((first: number) => first % 3 === 0);
  });

  it('leaves everything by beacons in the end, in the batches that it was sent in before', async () => {
    const { mailbox, put, told, last, answers } = opened();
    answers.push('unreachable');
    put(4);
    await mailbox.send();
    mailbox.sendAtLast();
    mailbox.sendAtLast();
    expect(told).toEqual([[0, 1, 2]]);
    expect(last).toEqual([[0, 1, 2], [3]]);
  });
});
