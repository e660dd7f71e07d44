/** Whether anything has to arrive: sound or picture of others, or the SFU's reports on our own picture. */
import type { RemoteTrackPublication, Room } from 'livekit-client';

export function isExpecting(room: Room): boolean {
  if (room.localParticipant.isCameraEnabled || room.localParticipant.isScreenShareEnabled) return true;
  return [...room.remoteParticipants.values()].some((participant) =>
    [...participant.trackPublications.values()].some((publication) => isSending(publication)),
  );
}

function isSending(publication: RemoteTrackPublication): boolean {
  return publication.isSubscribed && publication.isEnabled && !publication.isMuted;
}
