/** Ours and the peer behind one face: a camera's track in, a track with another background out. */
import { BackgroundProcessor, decodePicture } from '../src/media/background/index';

export type Pipeline = 'ours' | 'peer';

interface Running {
  readonly track: MediaStreamTrack;
  /** How it is done, in the pipeline's own words. */
  how(): string;
  close(): Promise<void>;
}

/** `picture` is the address of a picture to put behind people; null blurs. */
export async function start(
  pipeline: Pipeline,
  camera: MediaStreamTrack,
  picture: string | null,
  framesAsked?: number,
): Promise<Running> {
  return pipeline === 'ours' ? startOurs(camera, picture, framesAsked) : startPeer(camera, picture);
}

async function startOurs(
  track: MediaStreamTrack,
  picture: string | null,
  framesAsked?: number,
): Promise<Running> {
  let how = '';
  const effect =
    picture === null
      ? ({ kind: 'blur', strength: 0.5 } as const)
      : ({
          kind: 'picture',
          picture: await decodePicture(await (await fetch(picture)).blob()),
          lightWrap: 0, // a green light on the person would be taken for a hole in the matte
        } as const);
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const processor = new BackgroundProcessor(effect, {
    // One way of working for speed and quality alike, however fast the machine is: half the masks.
    isLowPower: true,
    ...(framesAsked === undefined ? {} : { framesAsked }),
    onReport: ({ state, compositor, rung }) => {
      how = `${compositor}, ${rung}`;
      if (state === 'running') begin();
    },
  });
  await processor.init({ track });
  await begun;
  return { track: processor.processedTrack, how: () => how, close: () => processor.destroy() };
}

/** The assets that it would fetch from elsewhere come from here; all else is as it comes. */
async function startPeer(track: MediaStreamTrack, picture: string | null): Promise<Running> {
  const { BackgroundProcessor: Peer } = await import('@livekit/track-processors');
  const assetPaths = {
    tasksVisionFileSet: new URL('peer/wasm', document.baseURI).href,
    modelAssetPath: new URL('peer/selfie_segmenter.tflite', document.baseURI).href,
  };
  const processor = Peer(
    picture === null
      ? { mode: 'background-blur', blurRadius: 10, assetPaths }
      : { mode: 'virtual-background', imagePath: picture, assetPaths },
  );
  const element = document.createElement('video');
  element.muted = true;
  element.srcObject = new MediaStream([track]);
  await Promise.all([element.play(), processor.init({ kind: 'video', track, element } as never)]); // cast: its kind is livekit-client's enum
  if (processor.processedTrack === undefined) throw new Error('the peer gave no track');
  return { track: processor.processedTrack, how: () => 'as it comes', close: () => processor.destroy() };
}
