/**
 * The order of tiles: the local person, people as they arrived, agents last. Nobody ever moves because of what
 * somebody else does: a place, once given, is kept, also for a person who comes back.
 */
interface Arrival {
  readonly identity: string;
  readonly kind: 'person' | 'agent';
  readonly isLocal: boolean;
  /** Epoch ms of the join as the SFU gives it; 0 when unknown. */
  readonly joinedAtMs: number;
}

export class ArrivalOrder {
  readonly #places = new Map<string, number>();

  /** The same people in their order. Newcomers seen together are placed by when they joined, then by identity. */
  sort<T extends Arrival>(people: readonly T[]): T[] {
    const newcomers = people
      .filter((person) => !this.#places.has(person.identity))
      .sort((a, b) => a.joinedAtMs - b.joinedAtMs || (a.identity < b.identity ? -1 : 1));
    for (const person of newcomers) this.#places.set(person.identity, this.#places.size);
    return [...people].sort((a, b) => rank(a) - rank(b) || this.#place(a) - this.#place(b));
  }

  #place(person: Arrival): number {
    return this.#places.get(person.identity) ?? this.#places.size;
  }
}

function rank(person: Arrival): number {
  if (person.isLocal) return 0;
  return person.kind === 'person' ? 1 : 2;
}
