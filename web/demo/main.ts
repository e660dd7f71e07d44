/** Background effects in one page, without Parley and without LiveKit: the smallest thing that uses them. */
import {
  BackgroundProcessor,
  decodeDrawing,
  decodePicture,
  type Effect,
} from '../src/media/background/index';
import { BUILT_IN, BUILT_INS } from '../src/media/background/pictures/built-in';

function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]> = {},
): HTMLElementTagNameMap[Name] {
  const element = Object.assign(document.createElement(name), properties);
  document.body.append(element);
  return element;
}

make('h1', { textContent: 'Background effects' });
const video = make('video', { muted: true, autoplay: true, playsInline: true, width: 960 });
const told = make('pre', { textContent: 'Choose an effect: the camera opens then.' });
const choose = make('select', { ariaLabel: 'Effect' });
for (const name of ['choose…', 'blur', ...BUILT_INS]) choose.append(new Option(name));
const strength = make('input', {
  type: 'range',
  min: '0',
  max: '1',
  step: '0.1',
  value: '0.5',
  ariaLabel: 'Strength',
});
const file = make('input', { type: 'file', accept: 'image/*', ariaLabel: 'Your own picture' });

let processor: BackgroundProcessor | null = null;

async function show(effect: Effect): Promise<void> {
  if (processor !== null) {
    processor.setEffect(effect);
    return;
  }
  const camera = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720 } });
  const [track] = camera.getVideoTracks();
  if (track === undefined) return;
  processor = new BackgroundProcessor(effect, {
    onReport: (report) => {
      told.textContent = JSON.stringify(report, null, 2);
    },
    onTrouble: (trouble, detail) => {
      told.textContent = `${trouble}: ${detail}`;
    },
  });
  await processor.init({ track });
  video.srcObject = new MediaStream([processor.processedTrack]);
}

async function chosen(): Promise<Effect> {
  const [own] = file.files ?? [];
  if (own !== undefined) return { kind: 'picture', picture: await decodePicture(own) };
  const name = BUILT_INS.find((picture) => picture === choose.value);
  if (name !== undefined) return { kind: 'picture', picture: await decodeDrawing(BUILT_IN[name]) };
  return { kind: 'blur', strength: Number(strength.value) };
}

for (const control of [choose, strength, file])
  control.addEventListener('change', () => {
    chosen().then(show, (error: unknown) => {
      told.textContent = String(error);
    });
  });
