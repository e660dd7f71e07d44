/** A lab with Parley in it and a browser among its people. */
import { join as path } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { newPage } from '../e2e/parley.ts';
import type { Household } from './house.ts';
import { Lab } from './lab.ts';
import { meter } from './meter.ts';

export const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
export const ARGUMENTS = [
  '--no-sandbox',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--ignore-certificate-errors', // for TURN over TLS too; the certificate is made for this run
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-sync',
  '--no-first-run',
];

export class World<H extends Household> {
  readonly lab: Lab;
  readonly house: H;
  readonly browser: Browser;
  readonly #folder: string;

  private constructor(lab: Lab, house: H, browser: Browser, folder: string) {
    this.lab = lab;
    this.house = house;
    this.browser = browser;
    this.#folder = folder;
  }

  /**
   * @param folder There already; holds all that is written.
   * @param openIn Starts Parley in the lab's house, in a folder of its own.
   * @param voice A WAV file that every microphone plays again and again; without: a beep a second.
   */
  static async open<H extends Household>(
    folder: string,
    openIn: (lab: Lab, folder: string) => Promise<H>,
    voice?: string,
  ): Promise<World<H>> {
    const lab = new Lab();
    try {
      await lab.open();
      const house = await openIn(lab, path(folder, 'house'));
      try {
        return new World(lab, house, await launch(lab, folder, voice), folder);
      } catch (error) {
        await house.close();
        throw error;
      }
    } catch (error) {
      lab.close();
      throw error;
    }
  }

  /** A person's own browser, with a meter on what arrives. */
  async newcomer(browser: Browser = this.browser): Promise<Page> {
    const page = await newPage(browser, undefined, this.house.url);
    await meter(page);
    return page;
  }

  /** One more browser, which whoever asks closes. */
  anotherBrowser(): Promise<Browser> {
    return launch(this.lab, this.#folder);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.house.close();
    this.lab.close();
  }
}

function launch(lab: Lab, folder: string, voice?: string): Promise<Browser> {
  return chromium.launch({
    executablePath: lab.amongPeople(folder, CHROMIUM),
    args: [...ARGUMENTS, ...(voice === undefined ? [] : [`--use-file-for-fake-audio-capture=${voice}`])],
  });
}
