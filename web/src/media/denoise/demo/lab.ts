/** The parts by name, for tests and benches that drive them from outside. */
import { loadAssets } from '../assets';
import processorUrl from '../audio/processor.worklet.ts?worker&url';
import * as denoise from '../index';
import { DeepFilterNet } from '../net/deep-filter-net';
import { openSessions } from '../net/graphs';
import { player, recorder } from './recorder';

const lab = { ...denoise, DeepFilterNet, loadAssets, openSessions, player, processorUrl, recorder };
declare global {
  interface Window {
    lab: typeof lab;
  }
}
window.lab = lab;
