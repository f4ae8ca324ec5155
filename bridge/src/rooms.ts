import { createConsoleRoom } from './console/room';
import { createEventsRoom } from './events/room';
import { createGatewayRoom } from './gateways/room';
import { createListenRoom } from './listen/room';
import { createRecordingRoom } from './recording/room';
import type { Room, RoomContext } from './room';

/**
 * Each makes a room, or none when the configuration doesn't ask for it. They open and close in this order: the events
 * last, because what the others have to tell while they close must still be stored.
 */
const makers: readonly ((context: RoomContext) => Room | undefined)[] = [
  createConsoleRoom,
  createGatewayRoom,
  createListenRoom,
  createRecordingRoom,
  createEventsRoom,
];

/** All rooms that the configuration asks for. Without any, the relay does nothing but relay. */
export function createRooms(context: RoomContext): Room[] {
  return makers.map((make) => make(context)).filter((room) => room !== undefined);
}
