/** Plays what others say: one hidden audio element a remote audio track. */
import { type RemoteTrack, type Room, RoomEvent, Track } from 'livekit-client';

/** Returns what ends it: every element is detached and removed. */
export function playRemoteSound(room: Room): () => void {
  const elements = new Map<RemoteTrack, HTMLMediaElement>();
  const play = (track: RemoteTrack) => {
    if (track.kind !== Track.Kind.Audio || elements.has(track)) return;
    const element = track.attach();
    element.hidden = true;
    document.body.append(element);
    elements.set(track, element);
  };
  const stop = (track: RemoteTrack) => {
    const element = elements.get(track);
    if (element === undefined) return;
    track.detach(element);
    element.remove();
    elements.delete(track);
  };
  room.on(RoomEvent.TrackSubscribed, play).on(RoomEvent.TrackUnsubscribed, stop);
  return () => {
    room.off(RoomEvent.TrackSubscribed, play).off(RoomEvent.TrackUnsubscribed, stop);
    for (const track of [...elements.keys()]) stop(track);
  };
}
