/** The demo: one's own microphone through the suppressor, and what it says of itself. */
import { constraintsFor, Suppressor } from '../index';

const element = <T extends HTMLElement>(id: string, kind: new () => T): T => {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`the page has no #${id}`);
  return found;
};
const state = element('state', HTMLPreElement);
const start = element('start', HTMLButtonElement);

start.onclick = async () => {
  start.disabled = true;
  try {
    await run();
  } catch (error) {
    state.textContent = String(error);
    start.disabled = false;
  }
};

async function run(): Promise<void> {
  const suppressor = await Suppressor.open({
    onProgress: (share) => {
      state.textContent = `Loading, ${Math.round(100 * share)} %`;
    },
  });
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { ...constraintsFor('ours') } });
  const [source] = stream.getAudioTracks();
  if (source === undefined) return;
  const sound = new Audio();
  sound.srcObject = new MediaStream([await suppressor.attach(source)]);
  const limit = element('limit', HTMLInputElement);
  limit.oninput = () => suppressor.setStrength(limit.valueAsNumber);
  const bypass = element('bypass', HTMLInputElement);
  bypass.onchange = () => suppressor.setBypassed(bypass.checked);
  const listen = element('listen', HTMLInputElement);
  listen.onchange = () => void (listen.checked ? sound.play() : sound.pause());
  suppressor.subscribe(() => {
    state.textContent = JSON.stringify(suppressor.getState(), null, 2);
  });
}
