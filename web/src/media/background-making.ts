/** Makes processors that follow the person's choice. Loaded on first use only: it brings the effects with it. */
import { BackgroundProcessor, type Effect, type ProcessorOptions } from './background';
import { BUILT_IN, isBuiltIn } from './background/pictures/built-in';
import { decodeDrawing, decodePicture } from './background/pictures/decode';
import { loadOwnPicture } from './background/pictures/own';
import { type BackgroundChoice, background, OWN_PICTURE, tellTrouble } from './background-choice';
import { watchBattery } from './battery';

interface MakingOptions extends Pick<ProcessorOptions, 'onReport' | 'onTrouble'> {
  readonly onEnd: () => void;
}

export async function makeProcessor({ onEnd, ...options }: MakingOptions): Promise<BackgroundProcessor> {
  const { choice } = background.getState();
  const effect = await effectOf(choice);
  const processor = new FollowingProcessor(effect, { ...options, isLowPower: choice.isLowPower }, onEnd);
  const { choice: now } = background.getState();
  if (now !== choice) void processor.follow(now, choice); // chosen while a picture was read
  return processor;
}

class FollowingProcessor extends BackgroundProcessor {
  readonly #stop: readonly (() => void)[];
  #isBatteryLow = false;

  constructor(
    effect: Effect,
    options: ProcessorOptions,
    private readonly onEnd: () => void,
  ) {
    super(effect, options);
    this.#stop = [
      background.subscribe(({ choice }, before) => {
        if (choice !== before.choice) void this.follow(choice, before.choice);
      }),
      watchBattery((isLow) => {
        this.#isBatteryLow = isLow;
        this.setLowPower(isLow || background.getState().choice.isLowPower);
      }),
    ];
  }

  override async destroy(): Promise<void> {
    for (const stop of this.#stop) stop();
    this.onEnd();
    await super.destroy();
  }

  async follow(choice: BackgroundChoice, before: BackgroundChoice): Promise<void> {
    if (choice.isLowPower !== before.isLowPower) this.setLowPower(choice.isLowPower || this.#isBatteryLow);
    const isSame =
      choice.kind === before.kind && choice.strength === before.strength && choice.picture === before.picture;
    if (isSame || choice.kind === 'none') return; // whoever owns the processor ends it
    const effect = await effectOf(choice);
    // Chosen again while a picture was read: the later choice brings its own effect.
    if (background.getState().choice === choice) this.setEffect(effect);
    else if (effect.kind === 'picture') effect.picture.close();
  }
}

/** A picture that is gone becomes a blur: never the room. */
async function effectOf({ kind, strength, picture }: BackgroundChoice): Promise<Effect> {
  if (kind !== 'picture') return { kind: 'blur', strength };
  try {
    if (isBuiltIn(picture)) return { kind: 'picture', picture: await decodeDrawing(BUILT_IN[picture]) };
    const own = picture === OWN_PICTURE ? await loadOwnPicture() : null;
    if (own !== null) return { kind: 'picture', picture: await decodePicture(own) };
  } catch {
    // told below, like a picture that is not there
  }
  tellTrouble('picture_missing');
  return { kind: 'blur', strength };
}
