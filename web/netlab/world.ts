/** A lab with Parley in it and a browser among its people. */
import { join as path } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { newPage } from '../e2e/parley.ts';
import { type House, openHouse } from './house.ts';
import { Lab } from './lab.ts';
import { meter } from './meter.ts';

const CHROMIUM = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
const ARGUMENTS = [
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

export class World {
  readonly lab: Lab;
  readonly house: House;
  readonly browser: Browser;
  readonly #folder: string;

  private constructor(lab: Lab, house: House, browser: Browser, folder: string) {
    this.lab = lab;
    this.house = house;
    this.browser = browser;
    this.#folder = folder;
  }

  /**
   * @param folder There already; holds all that is written.
   * @param settings As of `parley up`.
   * @param voice A WAV file that every microphone plays again and again; without: a beep a second.
   */
  static async open(
    folder: string,
    settings: Readonly<Record<string, string>> = {},
    voice?: string,
  ): Promise<World> {
    const lab = new Lab();
    try {
      await lab.open();
      const house = await openHouse(lab, path(folder, 'house'), settings);
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
