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
for (const name of ['none', 'blur', 'own picture', ...BUILT_INS]) choose.append(new Option(name));
const strength = make('input', {
  type: 'range',
  min: '0',
  max: '1',
  step: '0.1',
  value: '0.5',
  ariaLabel: 'Strength',
});
const file = make('input', { type: 'file', accept: 'image/*', ariaLabel: 'Your own picture' });
const lowPower = make('input', { type: 'checkbox', ariaLabel: 'Use less power' });

let camera: MediaStream | null = null;
let processor: BackgroundProcessor | null = null;

async function show(effect: Effect | null): Promise<void> {
  if (effect === null) await close();
  else if (processor === null) await open(effect);
  else processor.setEffect(effect);
}

async function open(effect: Effect): Promise<void> {
  camera = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720 } });
  const [track] = camera.getVideoTracks();
  if (track === undefined) return;
  processor = new BackgroundProcessor(effect, {
    isLowPower: lowPower.checked,
    onReport: (report) => {
      told.textContent = JSON.stringify(report, null, 2);
    },
    onTrouble: (trouble, detail) => {
      told.textContent = `${trouble}: ${detail}`;
      if (trouble === 'crashed') void processor?.restart({ track }).then(play); // another worker, another track
    },
  });
  await processor.init({ track });
  play();
}

function play(): void {
  if (processor !== null) video.srcObject = new MediaStream([processor.processedTrack]);
}

async function close(): Promise<void> {
  await processor?.destroy();
  for (const track of camera?.getTracks() ?? []) track.stop();
  [processor, camera, video.srcObject] = [null, null, null];
  told.textContent = 'Nothing is on, and the camera is closed.';
}

async function chosen(): Promise<Effect | null> {
  if (choose.value === 'none') return null;
  const [own] = file.files ?? [];
  if (choose.value === 'own picture' && own !== undefined)
    return { kind: 'picture', picture: await decodePicture(own) };
  const name = BUILT_INS.find((picture) => picture === choose.value);
  if (name !== undefined) return { kind: 'picture', picture: await decodeDrawing(BUILT_IN[name]) };
  return { kind: 'blur', strength: Number(strength.value) };
}

for (const control of [choose, strength, file])
  control.addEventListener('change', () => {
    if (control === file) choose.value = 'own picture';
    chosen()
      .then(show)
      .catch((error: unknown) => {
        told.textContent = String(error);
      });
  });
lowPower.addEventListener('change', () => processor?.setLowPower(lowPower.checked));
