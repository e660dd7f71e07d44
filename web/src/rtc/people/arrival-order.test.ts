import { describe, expect, it } from 'vitest';
import { ArrivalOrder } from './arrival-order';

const person = (identity: string, joinedAtMs: number, more: { isLocal?: boolean; kind?: 'agent' } = {}) => ({
  identity,
  joinedAtMs,
  kind: more.kind ?? ('person' as const),
  isLocal: more.isLocal ?? false,
});
const identities = (people: readonly { identity: string }[]) => people.map(({ identity }) => identity);

describe('the order of tiles', () => {
  it('is the local person, people by arrival, agents last', () => {
    const order = new ArrivalOrder();
    const people = [
      person('agent', 5, { kind: 'agent' }),
      person('cleo', 30),
      person('me', 40, { isLocal: true }),
      person('ada', 10),
    ];
    expect(identities(order.sort(people))).toEqual(['me', 'ada', 'cleo', 'agent']);
  });

  it('never moves anybody for a newcomer, whatever the join times say', () => {
    const order = new ArrivalOrder();
    order.sort([person('ada', 10), person('ben', 20)]);
    expect(identities(order.sort([person('zoe', 1), person('ben', 20), person('ada', 10)]))).toEqual([
      'ada',
      'ben',
      'zoe',
    ]);
  });

  it('gives a person who comes back the place they had', () => {
    const order = new ArrivalOrder();
    order.sort([person('ada', 10), person('ben', 20)]);
    order.sort([person('ben', 20)]);
    expect(identities(order.sort([person('ben', 20), person('ada', 99)]))).toEqual(['ada', 'ben']);
  });

  it('is the same for people seen together whatever order they are listed in', () => {
    const people = [person('b', 7), person('a', 7), person('c', 3)];
    expect(identities(new ArrivalOrder().sort(people))).toEqual(['c', 'a', 'b']);
    expect(identities(new ArrivalOrder().sort([...people].reverse()))).toEqual(['c', 'a', 'b']);
  });
});
