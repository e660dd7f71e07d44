/** Three people in a call: Maria and Ada where all is well, and Ben at a line of his own. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join as path } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Browser, chromium, type Page } from '@playwright/test';
import { join, newPage, startMeeting, tiles } from '../../e2e/parley.ts';
import { speechWav } from '../../e2e/speech.ts';
import { say } from '../../e2e/words.ts';
import { type House, openHouse, running } from '../house.ts';
import { Lab } from '../lab.ts';
import { ARGUMENTS, CHROMIUM } from '../world.ts';
import { watchIssues } from './baseline.ts';
import { OwnLine } from './own-line.ts';

const HEADER_BYTES = 44;
const BYTES_PER_S = 96_000;
/** `speechWav` ends with so much silence, for whoever waits for a last caption. */
const SILENCE_AFTER_S = 8;

/** Three browsers, the SFU and the agent share two cores: small windows and few frames leave them some. */
const SMALL = { width: 640, height: 480 };
/** A window that shows Ben's picture so large that what he sends is more than the narrow lines carry. */
const LARGE = { width: 1280, height: 720 };
const FPS = 10;
const LOADED_MS = 2000;

export interface People {
  readonly maria: Page;
  readonly ada: Page;
  readonly ben: Page;
  readonly meetingId: string;
  leave(): Promise<void>;
}

export class Company {
  readonly line: OwnLine;
  readonly house: House;
  readonly #lab: Lab;
  readonly #folder: string;
  readonly #browser: Browser;

  private constructor(lab: Lab, line: OwnLine, house: House, browser: Browser, folder: string) {
    this.#lab = lab;
    this.line = line;
    this.house = house;
    this.#browser = browser;
    this.#folder = folder;
  }

  /** @param folder There already; holds all that is written. */
  static async open(folder: string): Promise<Company> {
    const lab = new Lab();
    const line = new OwnLine();
    mkdirSync(path(folder, 'ben'));
    const speech = speechWav();
    const spoken = speech.subarray(HEADER_BYTES, speech.length - SILENCE_AFTER_S * BYTES_PER_S);
    writeFileSync(path(folder, 'voice.wav'), wav(speech, spoken));
    writeFileSync(path(folder, 'silence.wav'), wav(speech, Buffer.alloc(spoken.length)));
    try {
      await lab.open();
      await line.open(lab);
      const house = await openHouse(lab, path(folder, 'house'), { PARLEY_SPEECH_ENGINE: 'fake' });
      try {
        const browser = await chromium.launch({
          executablePath: lab.amongPeople(folder, CHROMIUM),
          ...launch(path(folder, 'voice.wav')),
        });
        return new Company(lab, line, house, browser, folder);
      } catch (error) {
        await house.close();
        throw error;
      }
    } catch (error) {
      line.close();
      lab.close();
      throw error;
    }
  }

  /** All three in a new meeting, Maria its host. Ben alone has a camera. */
  async gather({ isBenSilent = false } = {}): Promise<People> {
    const voice = path(this.#folder, isBenSilent ? 'silence.wav' : 'voice.wav');
    const own = await chromium.launch({
      executablePath: this.line.atItsEnd(path(this.#folder, 'ben'), CHROMIUM),
      ...launch(voice),
    });
    const pages: Page[] = [];
    const leave = async () => {
      for (const page of pages) await page.context().close();
      await own.close();
    };
    try {
      const [maria, ada] = [await this.#page(this.#browser, LARGE), await this.#page(this.#browser, SMALL)];
      const ben = await this.#page(own, SMALL);
      pages.push(maria, ada, ben);
      const link = await startMeeting(maria);
      // Loading takes all of two cores for seconds: it is over before anybody is measured.
      for (const page of [ada, ben]) await page.goto(link);
      for (const page of pages) await page.getByRole('textbox', { name: say.prejoin.name }).waitFor();
      await sleep(LOADED_MS);
      for (const [page, name, withCamera] of [
        [maria, 'Maria', false],
        [ada, 'Ada', false],
        [ben, 'Ben', true],
      ] as const)
        await join(page, name, { withCamera, withMicrophone: true });
      for (const page of pages) await tiles(page).nth(2).waitFor();
      return { maria, ada, ben, meetingId: link.split('/').at(-1) ?? '', leave };
    } catch (error) {
      await leave();
      throw error;
    }
  }

  /** Process of the SFU. */
  sfu(): number {
    return running('livekit-server', path(this.#folder, 'house', 'data', 'livekit.yaml'));
  }

  /** Process in which speech becomes words. */
  speechEngine(): number {
    return running('parley.agent.engines.host', path(this.#folder, 'house'), 'PARLEY_DATA_DIR');
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.house.close();
    this.line.close();
    this.#lab.close();
  }

  async #page(browser: Browser, viewport: typeof SMALL): Promise<Page> {
    const page = await newPage(browser, viewport, this.house.url);
    await watchIssues(page.context());
    return page;
  }
}

/** A browser whose microphone plays a file; whoever ends the run ends it, once the call in hand is over. */
const launch = (voice: string) => ({
  args: [
    ...ARGUMENTS,
    `--use-file-for-fake-audio-capture=${voice}`,
    `--use-fake-device-for-media-stream=fps=${FPS}`,
  ],
  handleSIGINT: false,
  handleSIGTERM: false,
});

/** With the format of another file. */
function wav(like: Buffer, samples: Buffer): Buffer {
  const header = Buffer.from(like.subarray(0, HEADER_BYTES));
  header.writeUInt32LE(36 + samples.length, 4);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}
