/** Something that happens once and is waited for, but not for ever. */
export class Signal {
  #tell: () => void = () => undefined;
  readonly #told = new Promise<void>((resolve) => {
    this.#tell = resolve;
  });

  tell(): void {
    this.#tell();
  }

  /** Resolves when it is told, or when `timeoutMs` have passed. */
  async within(timeoutMs: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, timeoutMs);
    });
    await Promise.race([this.#told, late]);
    clearTimeout(timer);
  }
}
